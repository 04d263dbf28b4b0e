SELECT
    person_id,
    n,
    poor,
    unclassified,
    people,
    person_name,
    calls,
    sent_poor,
    heard_poor,
    /*rate poor n*/,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*target*/ AS target,
    poor - n * target AS excess
FROM (
    SELECT
        person_id,
        countIf(verdict IN ('poor', 'good')) AS n,
        countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'unclassified') AS unclassified,
        -- The lists of places have this column, too.
        toUInt64(1) AS people,
        max(e.person_name) AS person_name,
        uniqExact(load_id) AS calls,
        countIf(side = 'sender' AND verdict = 'poor') AS sent_poor,
        countIf(side = 'receiver' AND verdict = 'poor') AS heard_poor
    FROM /*ends of streams*/ AS e
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        AND verdict != 'not_applicable'
        /*ends*/
        AND person_id != ''
    GROUP BY
        person_id
)
ORDER BY
    excess DESC NULLS LAST,
    n DESC
LIMIT 200
