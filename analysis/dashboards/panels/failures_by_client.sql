SELECT
    platform,
    application_version,
    uniqExactIf(session, NOT apart) AS n,
    uniqExactIf(session, outcome NOT IN ('', 'ok') AND NOT expected AND NOT apart) AS failed,
    uniqExactIf(session, outcome = 'setup_failed' AND NOT apart) AS setup_failed,
    uniqExactIf(session, outcome = 'dropped' AND NOT apart) AS dropped,
    uniqExactIf(session, outcome NOT IN ('', 'ok') AND expected AND NOT apart) AS expected_failures,
    /*rate failed n*/
FROM (
    SELECT
        cityHash64(load_id, session_index) AS session,
        platform,
        application_version
    FROM session_people
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND takes_part
) AS p
/*part sessions_gone_wrong*/
GROUP BY
    platform,
    application_version
HAVING n > 0
ORDER BY
    failed DESC,
    n DESC
LIMIT 100
