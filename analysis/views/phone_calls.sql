-- One row per row of the logs of phone calls: which way it went, whether it was connected, what its codes mean, what it cost, and which call record it belongs to.
--
-- tenant_id               of phone_outcomes
-- day                     of phone_outcomes
-- log                     of phone_outcomes
-- id                      of phone_outcomes
-- start_date_time         of phone_outcomes
-- end_date_time           of phone_outcomes
-- direction               of phone_outcomes
-- call_type               of phone_outcomes
-- user_id                 of phone_outcomes
-- user_principal_name     of phone_outcomes
-- user_display_name       of phone_outcomes
-- caller_number           of phone_outcomes
-- callee_number           of phone_outcomes
-- trunk                   of phone_outcomes
-- operator                of phone_outcomes
-- connected               of phone_outcomes
-- final_sip_code          of phone_outcomes
-- call_end_sub_reason     of phone_outcomes
-- category                of phone_outcomes
-- meaning                 of phone_outcomes
-- delivered               of phone_outcomes
-- ended_by                of phone_outcomes
-- setup_seconds           of phone_outcomes
-- talk_seconds            of phone_outcomes
-- cost                    of phone_outcomes
-- currency                of phone_outcomes
-- license_capability      of phone_outcomes
-- destination_name        of phone_outcomes
-- record_id               of records                      call record that the row belongs to; empty for none
-- record_start_date_time  Nullable(DateTime64(7, 'UTC'))  start of that record
-- match                   LowCardinality(String)          how sure that is. exact: the row names the record. likely: the
--     record has the user, and a telephone that came within two minutes of the row's start and has the digits that are
--     visible of one of its numbers; the nearest one. none
WITH
    -- A number as it can be compared: the digits before those that are masked, and how many there are with these.
    number -> (
        replaceRegexpAll(extract(number, '^[^*]*'), '[^0-9]', ''),
        length(replaceRegexpAll(number, '[^0-9*]', ''))) AS seen,
    (a, b) -> a.2 = b.2
        AND least(length(a.1), length(b.1)) >= 4
        AND (startsWith(a.1, b.1) OR startsWith(b.1, a.1)) AS agree,
    arraySort(
        leg -> (abs(dateDiff('millisecond', leg.2, start_date_time)), leg.3),
        arrayFilter(
            leg -> ifNull(abs(dateDiff('millisecond', leg.2, start_date_time)) <= 120000, false)
                AND (agree(leg.1, seen(caller_number)) OR agree(leg.1, seen(callee_number))),
            p.legs))[1] AS nearest,
    named_records AS (
        SELECT
            tenant_id,
            record_id AS named_record_id,
            record_id AS found,
            start_date_time AS began
        FROM {records}
        WHERE record_id GLOBAL IN (
            SELECT lower(call_id) FROM {pstn_calls}
            UNION ALL
            SELECT lower(correlation_id) FROM {direct_routing_calls})
    ),
    record_legs AS (
        SELECT
            tenant_id,
            user_id,
            record_start_date_time AS began,
            -- By place: 1 number, 2 start of its session, 3 record, 4 start of the record.
            (seen(number), start_date_time, record_id, toNullable(record_start_date_time)) AS leg
        FROM {call_phones}
    )
SELECT
    tenant_id,
    day,
    log,
    id,
    start_date_time,
    end_date_time,
    direction,
    call_type,
    user_id,
    user_principal_name,
    user_display_name,
    caller_number,
    callee_number,
    trunk,
    operator,
    connected,
    final_sip_code,
    call_end_sub_reason,
    category,
    meaning,
    delivered,
    ended_by,
    setup_seconds,
    talk_seconds,
    cost,
    currency,
    license_capability,
    destination_name,
    if(r.found != '', r.found, nearest.3) AS record_id,
    multiIf(r.found != '', toNullable(r.began), nearest.3 != '', nearest.4, NULL) AS record_start_date_time,
    multiIf(r.found != '', 'exact', nearest.3 != '', 'likely', 'none') AS match
FROM {phone_outcomes} AS c
-- A record may begin on the day before the row's or after it. The day is said of each reading, rather than made of one
-- reading, so that a filter on it prunes them all.
LEFT ANY JOIN (
    SELECT tenant_id, toDate(began) AS day, named_record_id, found, began FROM named_records
    UNION ALL
    SELECT tenant_id, toDate(began) + 1, named_record_id, found, began FROM named_records
    UNION ALL
    SELECT tenant_id, toDate(began) - 1, named_record_id, found, began FROM named_records
) AS r USING (tenant_id, day, named_record_id)
LEFT ANY JOIN (
    SELECT
        tenant_id,
        day,
        user_id,
        groupArray(leg) AS legs
    FROM (
        SELECT tenant_id, toDate(began) AS day, user_id, leg FROM record_legs
        UNION ALL
        SELECT tenant_id, toDate(began) + 1, user_id, leg FROM record_legs
        UNION ALL
        SELECT tenant_id, toDate(began) - 1, user_id, leg FROM record_legs
    )
    GROUP BY
        tenant_id,
        day,
        user_id
) AS p USING (tenant_id, day, user_id)
