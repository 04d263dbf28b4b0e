SELECT
    set.1 AS rule_set,
    countIf(set.2 IN ('poor', 'good')) AS n,
    countIf(set.2 = 'poor') AS poor,
    countIf(set.2 = 'unclassified') AS unclassified,
    n / nullIf(n + unclassified, 0) AS classified_share,
    /*rate poor n*/
FROM stream_quality
ARRAY JOIN [
    ('in force', toString(verdict)),
    ('cqd-2022', toString(verdict_cqd_2022)),
    ('cqd-2021', toString(verdict_cqd_2021)),
    ('cri', toString(verdict_cri))] AS set
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND media_type = {media:String}
    /*keys*/
GROUP BY rule_set
ORDER BY indexOf(['in force', 'cqd-2022', 'cqd-2021', 'cri'], rule_set)
