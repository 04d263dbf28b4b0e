SELECT
    c.record_id AS record_id,
    c.start_date_time AS start_date_time,
    c.scenario AS scenario,
    c.organizer_display_name AS organizer_display_name,
    c.people AS people,
    c.minutes AS minutes,
    e.n AS n,
    e.poor AS poor,
    c.verdict AS verdict
FROM (
    SELECT
        load_id,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        /*ends*/
    GROUP BY load_id
    HAVING n > 0
    ORDER BY
        poor DESC,
        n
    LIMIT 25
) AS e
INNER JOIN (
    SELECT *
    FROM calls
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
) AS c USING (load_id)
ORDER BY
    poor DESC,
    start_date_time DESC
