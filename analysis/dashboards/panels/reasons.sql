SELECT
    media_type,
    reason,
    streams,
    calls,
    people,
    streams / max(all_poor) OVER (PARTITION BY media_type) AS share
FROM (
    SELECT
        media_type,
        reason,
        count() AS streams,
        uniqExactIf(load_id, reason != '') AS calls,
        uniqExactIf(person_hash, reason != '') AS people,
        if(reason = '', streams, 0) AS all_poor
    FROM (
        SELECT
            media_type,
            load_id,
            person_hash,
            -- Each poor end has the reason '', too: so all are counted beside those of each reason.
            arrayConcat([''], reasons) AS reasons
        FROM /*ends of streams*/
        WHERE record_start_date_time >= {from:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND verdict = 'poor'
            /*ends*/
    )
    ARRAY JOIN reasons AS reason
    GROUP BY
        media_type,
        reason
)
QUALIFY reason != ''
ORDER BY
    media_type = {media:String} DESC,
    media_type,
    streams DESC
