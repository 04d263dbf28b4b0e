SELECT
    m.measure AS measure,
    m.n AS n,
    m.hit AS hit,
    /*rate hit n*/,
    m.before_hit / nullIf(m.before_n, 0) AS before_rate,
    m.before_n AS before_n,
    if(t.measure = '', NULL, t.target) AS target
FROM (
    SELECT
        failure.1 AS measure,
        sumIf(sessions, is_now AND failure.2) AS n,
        sumIf(sessions, is_now AND outcome = failure.1) AS hit,
        sumIf(sessions, NOT is_now AND failure.2) AS before_n,
        sumIf(sessions, NOT is_now AND outcome = failure.1) AS before_hit
    FROM (
        SELECT
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            outcome,
            count() AS sessions
        FROM session_outcomes
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND scenario != 'test'
            /*sessions*/
        GROUP BY
            is_now,
            outcome
    )
    ARRAY JOIN [('setup_failed', true), ('dropped', outcome != 'setup_failed')] AS failure
    GROUP BY failure.1
    UNION ALL
    SELECT
        'poor_rating' AS measure,
        countIf(is_now) AS n,
        countIf(is_now AND rating < 3) AS hit,
        countIf(NOT is_now) AS before_n,
        countIf(NOT is_now AND rating < 3) AS before_hit
    FROM (
        SELECT
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            rating
        FROM session_people
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND rating > 0
            /*keys*/
    )
) AS m
LEFT JOIN (
    SELECT
        measure,
        argMin(target, (indexOf({scopes:Array(String)}, toString(scope)), tenant_id = '')) AS target
    FROM targets
    WHERE has({scopes:Array(String)}, toString(scope))
    GROUP BY measure
) AS t ON m.measure = t.measure
ORDER BY indexOf(['setup_failed', 'dropped', 'poor_rating'], measure)
