SELECT
    building,
    network_class,
    n,
    poor,
    unclassified,
    people,
    people_hit,
    /*rate poor n*/,
    n / nullIf(n + unclassified, 0) AS classified_share,
    t.targets_of[arrayFirst(scope -> mapContains(t.targets_of, scope), [
        concat('building:', building), concat('network_class:', network_class),
        if(network_class IN ('office_wired', 'office_wifi'), 'all_internal', 'all'), 'all'])] AS target,
    poor - n * target AS excess
FROM (
    SELECT
        building,
        network_class,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        uniqExact(person_hash) AS people,
        uniqExactIf(person_hash, verdict = 'poor') AS people_hit
    FROM /*ends of streams*/
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        /*ends*/
    GROUP BY
        building,
        network_class
) AS e
CROSS JOIN (
    SELECT mapFromArrays(groupArray(toString(scope)), groupArray(target)) AS targets_of
    FROM (
        SELECT
            scope,
            argMax(t.target, tenant_id) AS target
        FROM targets AS t
        WHERE measure = concat('poor_', {media:String})
        GROUP BY scope
    )
) AS t
ORDER BY
    excess DESC NULLS LAST,
    n DESC
