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
        -- The dimension of a row is the one that it was grouped by.
        arrayFirst(d -> d.1 = 0, [
            /*grouped dimensions*/
        ]) AS d,
        d.2 AS dimension,
        d.3 AS value,
        countIf(is_now) AS n,
        countIf(is_now AND is_poor) AS poor,
        countIf(NOT is_now) AS before_n,
        countIf(NOT is_now AND is_poor) AS before_poor
    FROM (
        SELECT
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            verdict = 'poor' AS is_poor,
            /*dimensions*/
        FROM /*ends of streams*/
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND media_type = {media:String}
            AND verdict IN ('poor', 'good')
            /*ends*/
    )
    GROUP BY GROUPING SETS (
        /*sets of dimensions*/
    )
)
WHERE value != ''
    AND dimension != 'hour'
    AND n >= {minimum:UInt32}
    AND before_n >= {minimum:UInt32}
    AND poor + before_poor > 0
    AND poor + before_poor < n + before_n
ORDER BY abs(z) DESC
LIMIT 8
