SELECT
    toHour(record_start_date_time, {zone:String}) AS hour,
    count() AS n,
    countIf(outcome = 'setup_failed') AS setup_failed,
    countIf(outcome = 'dropped') AS dropped,
    countIf(outcome != 'ok' AND NOT expected) AS failed,
    /*rate failed n*/
FROM session_outcomes
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND scenario != 'test'
    /*sessions*/
GROUP BY hour
ORDER BY hour
