SELECT
    measure,
    n,
    hit,
    /*rate hit n*/,
    before_hit / nullIf(before_n, 0) AS before_rate,
    before_n,
    if(t.measure = '', NULL, t.target) AS target
FROM (
    SELECT
        f.1 AS measure,
        f.2 AS target_measure,
        sumIf(sessions, is_now AND f.3) AS n,
        sumIf(sessions, is_now AND f.4) AS hit,
        sumIf(sessions, NOT is_now AND f.3) AS before_n,
        sumIf(sessions, NOT is_now AND f.4) AS before_hit
    FROM (
        SELECT
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            outcome = 'setup_failed' AS is_failed,
            outcome = 'dropped' AS is_dropped,
            expected,
            count() AS sessions
        FROM session_outcomes
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND scenario != 'test'
            /*sessions*/
        GROUP BY
            is_now,
            is_failed,
            is_dropped,
            expected
    )
    -- Measure, whose target, out of which sessions, which of them.
    ARRAY JOIN [
        ('setup_failed', 'setup_failed', true, is_failed),
        ('setup_failed_unexpected', 'setup_failed', NOT (is_failed AND expected), is_failed AND NOT expected),
        ('dropped', 'dropped', NOT is_failed, is_dropped),
        ('dropped_unexpected', 'dropped', NOT is_failed AND NOT (is_dropped AND expected), is_dropped AND NOT expected)
    ] AS f
    GROUP BY
        measure,
        target_measure
) AS m
LEFT JOIN (
    SELECT
        measure,
        argMin(target, (indexOf({scopes:Array(String)}, toString(scope)), tenant_id = '')) AS target
    FROM targets
    WHERE has({scopes:Array(String)}, toString(scope))
    GROUP BY measure
) AS t ON m.target_measure = t.measure
ORDER BY indexOf(['setup_failed', 'setup_failed_unexpected', 'dropped', 'dropped_unexpected'], measure)
