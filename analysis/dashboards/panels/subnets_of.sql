SELECT
    building,
    subnet,
    reflexive_network,
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
        building,
        subnet,
        /*of reflexive_network*/ AS reflexive_network,
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
        building,
        subnet,
        reflexive_network
)
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 200
