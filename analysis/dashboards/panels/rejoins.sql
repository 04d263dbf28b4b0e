SELECT
    person_id,
    max(p.person_name) AS person_name,
    count() AS calls,
    countIf(p.rejoins > 0) AS calls_with_rejoins,
    sum(p.rejoins) AS rejoins,
    countIf(role IN ('impacted', 'both')) AS poor_calls
FROM call_people AS p
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND person_id != ''
    /*call keys*/
GROUP BY person_id
HAVING rejoins > 0
ORDER BY
    rejoins DESC,
    calls
LIMIT 25
