SELECT
    device,
    driver,
    n,
    poor,
    unclassified,
    people,
    told,
    not_working,
    /*rate not_working told*/,
    -- The share of all the others takes the place of a target.
    (sum(not_working) OVER () - not_working) / nullIf(sum(told) OVER () - told, 0) AS target,
    not_working - told * target AS excess,
    quiet_rate,
    noise_rate,
    stars
FROM (
    SELECT
        render_device AS device,
        render_driver AS driver,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        uniqExact(person_hash) AS people,
        countIf(render_not_working IS NOT NULL) AS told,
        -- The admin centre calls a device broken from 0.005 on.
        countIf(render_not_working >= 0.005) AS not_working,
        avg(low_level > 0) AS quiet_rate,
        avg(noise > 0) AS noise_rate,
        avgIf(rating, rating > 0) AS stars
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = 'audio'
        AND side = 'receiver'
        AND render_device != ''
        /*ends*/
    GROUP BY
        device,
        driver
)
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 100
