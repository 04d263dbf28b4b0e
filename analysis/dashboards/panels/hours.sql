SELECT
    weekday,
    hour,
    n,
    poor,
    unclassified,
    /*rate poor n*/
FROM (
    SELECT
        toDayOfWeek(record_start_date_time, 0, {zone:String}) AS weekday,
        toHour(record_start_date_time, {zone:String}) AS hour,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        uniqExact(person_hash) AS people
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        /*ends*/
    GROUP BY
        weekday,
        hour
)
ORDER BY
    weekday,
    hour
