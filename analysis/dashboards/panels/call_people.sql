SELECT
    p.person_id AS person_id,
    p.person_name AS person_name,
    p.person_kind AS person_kind,
    p.role AS role,
    p.joined AS joined,
    p.left AS left,
    p.minutes AS minutes,
    p.rejoins AS rejoins,
    p.verdict_sent AS verdict_sent,
    p.verdict_heard AS verdict_heard,
    p.rating AS rating,
    e.place AS place,
    e.network_class AS network_class,
    e.wifi AS wifi,
    p.capture_device AS capture_device,
    e.client AS client
FROM (
    SELECT *
    FROM call_people
    WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
) AS p
LEFT JOIN (
    SELECT
        person_id,
        max(building) AS place,
        argMax(toString(network_class), verdict = 'poor') AS network_class,
        argMax(if(bssid = '', '', concat(bssid, ', ', wifi_band)), verdict = 'poor') AS wifi,
        max(concat(platform, ' ', application_version)) AS client
    FROM /*ends of streams*/
    WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = 'audio'
    GROUP BY person_id
) AS e ON p.person_id = e.person_id
ORDER BY
    indexOf(['impacting', 'both', 'impacted', 'none'], toString(role)),
    joined
