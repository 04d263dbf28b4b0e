SELECT
    day,
    n,
    poor,
    unclassified,
    /*rate poor n*/,
    before_poor / nullIf(before_n, 0) AS before_rate,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*target*/ AS target
FROM (
    SELECT
        -- The range before is laid over this one.
        toDate(addSeconds(record_start_date_time,
            if(is_now, 0, dateDiff('second', {before:DateTime('UTC')}, {from:DateTime('UTC')}))), {zone:String}) AS day,
        countIf(is_now AND verdict IN ('poor', 'good')) AS n,
        countIf(is_now AND verdict = 'poor') AS poor,
        countIf(is_now AND verdict = 'unclassified') AS unclassified,
        countIf(NOT is_now AND verdict IN ('poor', 'good')) AS before_n,
        countIf(NOT is_now AND verdict = 'poor') AS before_poor
    FROM (
        SELECT
            record_start_date_time,
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            verdict
        FROM /*ends of streams*/
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND media_type = {media:String}
            /*ends*/
    )
    GROUP BY day
)
ORDER BY day
