SELECT
    toDate(start_date_time, {zone:String}) AS day,
    count() AS calls,
    round(sum(person_minutes)) AS person_minutes,
    countIf(verdict = 'poor') AS poor_calls
FROM calls
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND scenario != 'test'
    /*calls*/
GROUP BY day
ORDER BY day
