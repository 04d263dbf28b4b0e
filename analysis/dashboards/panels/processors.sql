SELECT
    cpu,
    n,
    poor,
    unclassified,
    people,
    machines,
    /*rate poor n*/,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*target*/ AS target,
    poor - n * target AS excess
FROM (
    SELECT
        /*of cpu*/ AS cpu,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        uniqExact(person_hash) AS people,
        uniqExact(machine) AS machines
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        /*ends*/
    GROUP BY
        cpu
)
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 200
