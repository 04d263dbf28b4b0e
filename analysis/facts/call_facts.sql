-- One row per record: what the view calls tells of it that needs no reference data.
--
-- tenant_id                      of records
-- record_id                      of records
-- record_start_date_time         DateTime64(7, 'UTC')    start, under the name that it has beside all other rows
-- load_id                        UInt64                  load of the record
-- end_date_time                  of records
-- type                           of records
-- modalities                     of records
-- join_web_url                   of records
-- organizer_id                   of records              organizer's id
-- organizer_display_name         of records              organizer's name
-- organizer_user_principal_name  of records              organizer's user principal name
-- scenario                       LowCardinality(String)  test, voicemail, voice_app (attendant or queue), meeting, pstn,
--     peer_to_peer or unknown: the first that the call is
-- people                         UInt64                  people in the list of participants or in the sessions
-- guests                         UInt64                  of these, guests
-- anonymous                      UInt64                  of these, anonymous ones
-- phones                         UInt64                  of these, on a telephone
-- federated_tenants              UInt64                  tenants of the people beside the own one
-- minutes                        Nullable(Float64)       length
-- person_minutes                 Nullable(Float64)       time in the call, over all people
-- peak_people                    UInt64                  people who were there at once, at most
-- poor_people                    UInt64                  people who heard poor audio
-- verdict                        LowCardinality(String)  poor when any audio stream is, good when one is good and none
--     poor, else unclassified
-- sessions                       UInt64                  sessions
-- failed_sessions                UInt64                  sessions that did not come about
-- dropped_sessions               UInt64                  sessions that broke off
-- failure_stages                 Array(LowCardinality(String))  of these two, unless they were under 5 s: in which stage
--     each failed
-- failure_reasons                Array(String)           of the same: why, as Graph says
-- version                        of records
-- hours_to_last_change           Nullable(Float64)       from the end of the call to the version that is seen
SELECT
    c.tenant_id AS tenant_id,
    c.record_id AS record_id,
    c.record_start_date_time AS record_start_date_time,
    c.load_id AS load_id,
    c.end_date_time AS end_date_time,
    c.type AS type,
    c.modalities AS modalities,
    c.join_web_url AS join_web_url,
    c.organizer_id AS organizer_id,
    c.organizer_display_name AS organizer_display_name,
    c.organizer_user_principal_name AS organizer_user_principal_name,
    multiIf(
        has(s.scenarios, 'test'), 'test',
        has(s.scenarios, 'voicemail'), 'voicemail',
        has(s.scenarios, 'voice_app'), 'voice_app',
        c.type = 'groupCall', 'meeting',
        has(s.scenarios, 'pstn') OR p.phones > 0, 'pstn',
        c.type = 'peerToPeer', 'peer_to_peer',
        'unknown') AS scenario,
    p.people AS people,
    p.guests AS guests,
    p.anonymous AS anonymous,
    p.phones AS phones,
    p.federated_tenants AS federated_tenants,
    dateDiff('nanosecond', c.record_start_date_time, c.end_date_time) / 6e10 AS minutes,
    p.person_minutes AS person_minutes,
    p.peak_people AS peak_people,
    p.poor_people AS poor_people,
    multiIf(s.poor_streams > 0, 'poor', s.good_streams > 0, 'good', 'unclassified') AS verdict,
    s.sessions AS sessions,
    s.failed_sessions AS failed_sessions,
    s.dropped_sessions AS dropped_sessions,
    s.failure_stages AS failure_stages,
    s.failure_reasons AS failure_reasons,
    c.version AS version,
    dateDiff('millisecond', c.end_date_time, c.last_modified_date_time) / 36e5 AS hours_to_last_change
FROM (SELECT *, start_date_time AS record_start_date_time FROM {records_live}) AS c
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        count() AS people,
        countIf(person_kind = 'guest') AS guests,
        countIf(person_kind = 'anonymous') AS anonymous,
        countIf(person_kind = 'phone') AS phones,
        uniqExactIf(person_tenant_id, person_tenant_id NOT IN ('', tenant_id)) AS federated_tenants,
        -- Nanoseconds, which add up to the same in any order.
        sum(toInt64(round(minutes * 6e10))) / 6e10 AS person_minutes,
        -- Coming adds one and going takes one away; at the same instant those who go are first.
        toUInt64(arrayMax(arrayPushFront(arrayCumSum(event -> event.2, arraySort(arrayConcat(
            arrayMap(at -> (at, 1), groupArrayArray(present_from)),
            arrayMap(at -> (at, -1), groupArrayArray(present_to))))), 0))) AS peak_people,
        countIf(verdict_heard = 'poor') AS poor_people
    FROM {person_facts_computed}
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        load_id
) AS p USING (tenant_id, record_start_date_time, record_id, load_id)
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        groupUniqArray(scenario) AS scenarios,
        sum(poor_streams) AS poor_streams,
        sum(good_streams) AS good_streams,
        count() AS sessions,
        countIf(outcome = 'setup_failed') AS failed_sessions,
        countIf(outcome = 'dropped') AS dropped_sessions,
        groupArrayIf(failure_stage, outcome != 'ok' AND NOT ifNull(seconds < 5, false)) AS failure_stages,
        groupArrayIf(failure_reason, outcome != 'ok' AND NOT ifNull(seconds < 5, false)) AS failure_reasons
    FROM {session_facts_computed}
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        load_id
) AS s USING (tenant_id, record_start_date_time, record_id, load_id)
