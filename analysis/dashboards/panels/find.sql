SELECT
    record_id,
    start_date_time,
    scenario,
    organizer_display_name,
    people,
    minutes,
    poor_people,
    dropped_sessions,
    failed_sessions,
    verdict
FROM calls
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    /*found*/
    /*calls*/
ORDER BY start_date_time DESC
LIMIT 200
