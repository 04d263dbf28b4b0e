SELECT
    who AS person_id,
    person_name,
    n,
    poor,
    unclassified,
    calls,
    poor_calls,
    places,
    /*rate poor n*/,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*target*/ AS target,
    poor - n * target AS excess
FROM (
    SELECT
        -- By a number of theirs, and their names of the poor ends alone: that takes half of the time.
        anyIf(person_id, verdict = 'poor') AS who,
        maxIf(e.person_name, verdict = 'poor') AS person_name,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        uniqExact(load_id) AS calls,
        uniqExactIf(load_id, verdict = 'poor') AS poor_calls,
        arraySort(groupUniqArrayIf(5)(if(building = '', toString(network_class), toString(building)), verdict = 'poor'))
            AS places
    FROM /*ends of streams*/ AS e
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        AND side = 'sender'
        AND person_id != ''
        /*ends*/
    GROUP BY person_hash
)
WHERE poor > 0
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 10
