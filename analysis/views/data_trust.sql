-- One row per day, media type and platform: how much of the data is there. What is of whole records stands in the row of the day without media type and platform.
--
-- tenant_id                LowCardinality(String)  Entra tenant
-- day                      Date                    day on which the records start, UTC
-- media_type               LowCardinality(String)  of the streams; empty in the row of whole records
-- platform                 LowCardinality(String)  of the people's clients; empty where Graph tells none
-- listed                   UInt64                  records that Graph listed
-- loaded                   UInt64                  of these, records of which a version was loaded
-- due                      UInt64                  of these, records that the next run fetches
-- lost                     UInt64                  of these, records that Graph did not have when they were fetched
-- records                  UInt64                  records that the views show, listed or not
-- average_version          Nullable(Float64)       versions per record, as Graph counts them
-- hours_to_last_change     Nullable(Float64)       hours from the end of a call to the version that is seen, on average
-- sessions                 UInt64                  sessions
-- sessions_without_stream  UInt64                  of these, sessions without a stream
-- ends                     UInt64                  ends of streams that are people's
-- unmeasured               UInt64                  of these, ends of streams without any measure
-- classified               UInt64                  of these, ends of streams that are poor or good
-- classified_share         Nullable(Float64)       classified / ends
-- mapped                   UInt64                  of these, ends whose building is known
-- mapped_share             Nullable(Float64)       mapped / ends
SELECT
    tenant_id,
    day,
    media_type,
    platform,
    sum(p.listed) AS listed,
    sum(p.loaded) AS loaded,
    sum(p.due) AS due,
    sum(p.lost) AS lost,
    sum(p.records) AS records,
    if(records > 0, sum(p.versions) / records, NULL) AS average_version,
    if(sum(p.ended) > 0, sum(p.hours) / sum(p.ended), NULL) AS hours_to_last_change,
    sum(p.sessions) AS sessions,
    toUInt64(sum(p.sessions) - sum(p.sessions_with_stream)) AS sessions_without_stream,
    sum(p.ends) AS ends,
    sum(p.unmeasured) AS unmeasured,
    sum(p.classified) AS classified,
    if(ends > 0, classified / ends, NULL) AS classified_share,
    sum(p.mapped) AS mapped,
    if(ends > 0, mapped / ends, NULL) AS mapped_share
FROM (
    SELECT
        tenant_id,
        toDate(listed_start) AS day,
        '' AS media_type,
        '' AS platform,
        count() AS listed,
        sum(is_loaded) AS loaded,
        sum(due) AS due,
        sum(lost) AS lost,
        0 AS records,
        0 AS versions,
        0 AS ended,
        0 AS hours,
        0 AS sessions,
        0 AS sessions_with_stream,
        0 AS ends,
        0 AS unmeasured,
        0 AS classified,
        0 AS mapped
    FROM (SELECT * FROM {ledger_state})
    WHERE family = 'call_records' AND listed_version > 0
    GROUP BY
        tenant_id,
        day
    -- The parts that follow have the columns of the first, in its order, with 0 for what is not theirs.
    UNION ALL
    SELECT
        tenant_id,
        toDate(start_date_time) AS day,
        '', '', 0, 0, 0, 0,
        count(),
        sum(version),
        countIf(last_modified_date_time >= end_date_time),
        sumIf(dateDiff('millisecond', end_date_time, last_modified_date_time) / 36e5, last_modified_date_time >= end_date_time),
        0, 0, 0, 0, 0, 0
    FROM {records}
    GROUP BY
        tenant_id,
        day
    UNION ALL
    SELECT
        tenant_id,
        toDate(record_start_date_time) AS day,
        '', '', 0, 0, 0, 0, 0, 0, 0, 0,
        count(),
        countIf(streams > 0),
        0, 0, 0, 0
    FROM {session_facts}
    GROUP BY
        tenant_id,
        day
    UNION ALL
    SELECT
        tenant_id,
        toDate(record_start_date_time) AS day,
        media_type,
        platform,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        count(),
        countIf(NOT measured),
        countIf(verdict IN ('poor', 'good')),
        countIf(building != '')
    FROM {stream_ends}
    GROUP BY
        tenant_id,
        day,
        media_type,
        platform
) AS p
GROUP BY
    tenant_id,
    day,
    media_type,
    platform
