SELECT
    building,
    bssid,
    wifi_band,
    n,
    poor,
    unclassified,
    people,
    channels,
    signal,
    /*rate poor n*/,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*target*/ AS target,
    poor - n * target AS excess
FROM (
    SELECT
        building,
        bssid,
        wifi_band,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        uniqExact(person_hash) AS people,
        arraySort(groupUniqArray(wifi_channel)) AS channels,
        quantile(0.5)(wifi_signal) AS signal
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        /*ends*/
        AND connection_type = 'wifi'
        AND bssid != ''
    GROUP BY
        building,
        bssid,
        wifi_band
)
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 200
