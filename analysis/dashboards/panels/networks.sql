SELECT
    network_class,
    connection_type,
    wifi_band,
    n,
    poor,
    unclassified,
    people,
    /*rate poor n*/,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*target*/ AS target,
    poor - n * target AS excess
FROM (
    SELECT
        network_class,
        connection_type,
        wifi_band,
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
        network_class,
        connection_type,
        wifi_band
)
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 200
