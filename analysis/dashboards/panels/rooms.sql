SELECT
    platform,
    person_id,
    max(p.person_name) AS person_name,
    machine,
    argMax(application_version, record_start_date_time) AS version,
    max(record_start_date_time) AS last_seen,
    count() AS sessions,
    countIf(verdict = 'poor') AS poor,
    countIf(verdict IN ('poor', 'good')) AS n,
    countIf(outcome = 'dropped') AS dropped,
    /*rate poor n*/
FROM (
    SELECT *
    FROM session_people
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND platform IN ('roomSystem', 'surfaceHub', 'ipPhone')
        /*keys*/
) AS p
INNER JOIN (
    SELECT
        load_id,
        session_index,
        outcome,
        verdict
    FROM session_outcomes
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
) AS o USING (load_id, session_index)
GROUP BY
    platform,
    person_id,
    machine
ORDER BY
    platform,
    last_seen
LIMIT 200
