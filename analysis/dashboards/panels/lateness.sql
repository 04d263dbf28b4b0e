SELECT
    toDate(start_date_time, {zone:String}) AS day,
    count() AS calls,
    avg(version) AS average_version,
    countIf(version > 1) AS changed,
    quantile(0.5)(hours_to_last_change) AS median_hours,
    max(hours_to_last_change) AS most_hours
FROM calls
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    /*calls*/
GROUP BY day
ORDER BY day
