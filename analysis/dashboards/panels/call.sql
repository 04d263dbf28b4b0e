SELECT
    tenant_id,
    record_id,
    start_date_time,
    end_date_time,
    scenario,
    organizer_display_name,
    modalities,
    join_web_url,
    people,
    guests,
    anonymous,
    phones,
    minutes,
    peak_people,
    poor_people,
    verdict,
    failed_sessions,
    dropped_sessions,
    version,
    hours_to_last_change
FROM calls
WHERE record_id = {record:String}
    AND record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
