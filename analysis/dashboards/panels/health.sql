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
        if(of_people, 'people_hit', concat('poor_', media_type)) AS measure,
        if(of_people, people, classified) AS n,
        if(of_people, people_hit, poor) AS hit,
        if(of_people, people_before, classified_before) AS before_n,
        if(of_people, people_hit_before, poor_before) AS before_hit,
        if(of_people, 0, unclassified) AS unclassified
    FROM (
        SELECT
            ['audio', 'video', 'sharing'][medium] AS media_type,
            sum(p.classified) AS classified,
            sum(p.poor) AS poor,
            sum(p.classified_before) AS classified_before,
            sum(p.poor_before) AS poor_before,
            sum(p.unclassified) AS unclassified,
            countIf(person != cityHash64('') AND is_there) AS people,
            countIf(person != cityHash64('') AND is_hit) AS people_hit,
            countIf(person != cityHash64('') AND was_there) AS people_before,
            countIf(person != cityHash64('') AND was_hit) AS people_hit_before
        FROM (
            -- By person first: so the ends are read once, and each person is counted once. By a number of
            -- theirs, not by their text: that takes a fifth less.
            SELECT
                medium,
                person,
                countIf(is_now AND verdict IN ('poor', 'good')) AS classified,
                countIf(is_now AND verdict = 'poor') AS poor,
                countIf(NOT is_now AND verdict IN ('poor', 'good')) AS classified_before,
                countIf(NOT is_now AND verdict = 'poor') AS poor_before,
                countIf(is_now AND verdict = 'unclassified') AS unclassified,
                max(is_now) AS is_there,
                max(is_now AND side = 'receiver' AND verdict = 'poor') AS is_hit,
                max(NOT is_now) AS was_there,
                max(NOT is_now AND side = 'receiver' AND verdict = 'poor') AS was_hit
            FROM (
                SELECT
                    record_start_date_time >= {from:DateTime('UTC')} AS is_now,
                    indexOf(['audio', 'video', 'sharing'], media_type) AS medium,
                    verdict,
                    side,
                    person_hash AS person
                FROM /*ends of streams*/
                WHERE record_start_date_time >= {before:DateTime('UTC')}
                    AND record_start_date_time < {to:DateTime('UTC')}
                    AND media_type IN ('audio', 'video', 'sharing')
                    /*ends*/
            )
            GROUP BY
                medium,
                person
        ) AS p
        GROUP BY medium
    )
    ARRAY JOIN [false, true] AS of_people
    WHERE NOT of_people OR media_type = 'audio'
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
