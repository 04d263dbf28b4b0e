SELECT
    media_type,
    reason,
    count() AS streams,
    uniqExact(record_id) AS calls,
    uniqExact(person_id) AS people,
    streams / any(all_poor) AS share
FROM (
    SELECT
        media_type,
        record_id,
        person_id,
        reasons,
        count() OVER (PARTITION BY media_type) AS all_poor
    FROM stream_ends
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND verdict = 'poor'
        /*ends*/
)
ARRAY JOIN reasons AS reason
GROUP BY
    media_type,
    reason
ORDER BY
    media_type = {media:String} DESC,
    media_type,
    streams DESC
