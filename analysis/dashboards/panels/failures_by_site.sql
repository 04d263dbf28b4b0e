SELECT
    building,
    network_class,
    count() AS n,
    countIf(outcome != 'ok' AND NOT expected) AS failed,
    countIf(outcome = 'setup_failed') AS setup_failed,
    countIf(outcome = 'dropped') AS dropped,
    countIf(outcome != 'ok' AND expected) AS expected_failures,
    /*rate failed n*/
FROM (
    SELECT
        load_id,
        session_index,
        outcome,
        expected
    FROM session_outcomes
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND scenario != 'test'
        /*sessions*/
) AS o
INNER JOIN (
    SELECT DISTINCT
        load_id,
        session_index,
        building,
        network_class
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = 'audio'
) AS p USING (load_id, session_index)
GROUP BY
    building,
    network_class
ORDER BY
    failed DESC,
    n DESC
LIMIT 100
