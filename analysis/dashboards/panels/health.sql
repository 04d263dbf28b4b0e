SELECT
    m.measure AS measure,
    m.n AS n,
    m.hit AS hit,
    /*rate hit n*/,
    m.before_hit / nullIf(m.before_n, 0) AS before_rate,
    m.before_n AS before_n,
    m.unclassified AS unclassified,
    m.n / nullIf(m.n + m.unclassified, 0) AS classified_share,
    if(t.measure = '', NULL, t.target) AS target
FROM (
    SELECT
        concat('poor_', media_type) AS measure,
        countIf(is_now AND verdict IN ('poor', 'good')) AS n,
        countIf(is_now AND verdict = 'poor') AS hit,
        countIf(NOT is_now AND verdict IN ('poor', 'good')) AS before_n,
        countIf(NOT is_now AND verdict = 'poor') AS before_hit,
        countIf(is_now AND verdict = 'unclassified') AS unclassified
    FROM (
        SELECT
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            media_type,
            verdict
        FROM stream_ends
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND media_type IN ('audio', 'video', 'sharing')
            /*ends*/
    )
    GROUP BY media_type
    UNION ALL
    SELECT
        'people_hit' AS measure,
        uniqExactIf(person_id, is_now) AS n,
        uniqExactIf(person_id, is_now AND is_hit) AS hit,
        uniqExactIf(person_id, NOT is_now) AS before_n,
        uniqExactIf(person_id, NOT is_now AND is_hit) AS before_hit,
        0 AS unclassified
    FROM (
        SELECT
            record_start_date_time >= {from:DateTime('UTC')} AS is_now,
            person_id,
            side = 'receiver' AND verdict = 'poor' AS is_hit
        FROM stream_ends
        WHERE record_start_date_time >= {before:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND media_type = 'audio'
            AND person_id != ''
            /*ends*/
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
ORDER BY indexOf(['poor_audio', 'poor_video', 'poor_sharing', 'people_hit'], measure)
