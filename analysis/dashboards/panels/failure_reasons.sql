SELECT
    outcome,
    failure_reason,
    failure_category,
    expected,
    count() AS sessions,
    uniqExact(load_id) AS calls,
    avg(seconds) AS seconds
FROM session_outcomes
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND outcome != 'ok'
    AND scenario != 'test'
    /*sessions*/
GROUP BY
    outcome,
    failure_reason,
    failure_category,
    expected
ORDER BY
    expected,
    sessions DESC
LIMIT 50
