SELECT
    dimension,
    value,
    before_poor / before_n AS before_rate,
    n,
    poor,
    /*rate poor n*/,
    (rate - before_rate) / sqrt((poor + before_poor) / (n + before_n)
        * (1 - (poor + before_poor) / (n + before_n)) * (1 / n + 1 / before_n)) AS z
FROM (
    SELECT
        d.1 AS dimension,
        d.2 AS value,
        countIf(is_now) AS n,
        countIf(is_now AND is_poor) AS poor,
        countIf(NOT is_now) AS before_n,
        countIf(NOT is_now AND is_poor) AS before_poor
    FROM (
        SELECT
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            verdict = 'poor' AS is_poor,
            [/*dimensions*/] AS dimensions
        FROM stream_ends
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND media_type = {media:String}
            AND verdict IN ('poor', 'good')
            /*ends*/
    )
    ARRAY JOIN dimensions AS d
    WHERE d.2 != ''
        AND d.1 NOT IN ('hour', 'person_id')
    GROUP BY
        dimension,
        value
)
WHERE n >= {minimum:UInt32}
    AND before_n >= {minimum:UInt32}
    AND poor + before_poor > 0
    AND poor + before_poor < n + before_n
ORDER BY abs(z) DESC
LIMIT 8
