SELECT
    platform,
    application_version,
    n,
    poor,
    unclassified,
    people,
    first_seen,
    last_seen,
    /*rate poor n*/,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*target*/ AS target,
    poor - n * target AS excess
FROM (
    SELECT
        platform,
        application_version,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        uniqExact(person_hash) AS people,
        min(record_start_date_time) AS first_seen,
        max(record_start_date_time) AS last_seen
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        /*ends*/
    GROUP BY
        platform,
        application_version
)
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 200
