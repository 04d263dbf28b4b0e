SELECT
    toDate(record_start_date_time, {zone:String}) AS day,
    count() AS n,
    countIf(outcome = 'setup_failed') AS setup_failed,
    countIf(outcome = 'dropped') AS dropped,
    setup_failed / n AS setup_failed_rate,
    dropped / nullIf(n - setup_failed, 0) AS dropped_rate
FROM session_outcomes
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND scenario != 'test'
    /*sessions*/
GROUP BY day
ORDER BY day
