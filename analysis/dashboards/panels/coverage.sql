SELECT
    media_type,
    platform,
    count() AS ends,
    countIf(NOT measured) AS unmeasured,
    countIf(verdict IN ('poor', 'good')) AS classified,
    countIf(verdict IN ('poor', 'good')) / ends AS classified_share,
    countIf(building != '') / ends AS mapped_share
FROM /*ends of streams*/
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND verdict != 'not_applicable'
    /*ends*/
GROUP BY
    media_type,
    platform
ORDER BY ends DESC
