SELECT
    record_id,
    any(record_start_date_time) AS start_date_time,
    countIf(ruled = 'poor') AS poor,
    countIf(verdict = 'poor') AS poor_in_force,
    countIf(ruled != verdict) AS differ,
    countIf(ruled IN ('poor', 'good')) AS n
FROM (
    SELECT
        record_id,
        load_id,
        record_start_date_time,
        toString(verdict) AS verdict,
        multiIf(
            {rules:String} = 'cqd-2022', toString(verdict_cqd_2022),
            {rules:String} = 'cqd-2021', toString(verdict_cqd_2021),
            {rules:String} = 'cri', toString(verdict_cri),
            verdict) AS ruled
    FROM stream_quality
    WHERE record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND media_type = {media:String}
        /*keys*/
)
GROUP BY
    load_id,
    record_id
HAVING poor > 0 OR differ > 0
ORDER BY
    differ DESC,
    poor DESC,
    start_date_time DESC
LIMIT 200
