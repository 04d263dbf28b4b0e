-- Most sessions went well, and are counted: only the others are looked up, which takes half as long.
LEFT JOIN (
    SELECT
        session,
        outcome,
        expected,
        apart
    FROM (
        SELECT
            cityHash64(load_id, session_index) AS session,
            outcome,
            expected,
            -- Not one of those that are looked at.
            NOT (scenario != 'test'
                /*sessions*/
            ) AS apart
        FROM session_outcomes
        WHERE record_start_date_time >= {from:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
    )
    WHERE outcome != 'ok'
        OR apart
) AS o USING (session)
