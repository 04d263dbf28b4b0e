-- One row per record and person in it: what the view call_people tells of them that needs no reference data.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 UInt64                   load of the record
-- person_id               String                   id of the person; the user principal name or the name where Graph
--     tells no id; empty: people of whom it tells nothing
-- person_name             String                   display name; Graph tells none of guests
-- user_principal_name     String                   user principal name, where Graph tells one
-- person_kind             LowCardinality(String)   internal, federated (of another tenant), guest, anonymous, phone or
--     unknown
-- person_tenant_id        LowCardinality(String)   home tenant of the person
-- joined                  Nullable(DateTime64(7, 'UTC'))  start of the first session; NULL: Graph tells of none
-- left                    Nullable(DateTime64(7, 'UTC'))  end of the last session
-- present_from            Array(Nullable(Float64))  seconds after the start of the record at which the person came, in
--     order: sessions that overlap count once
-- present_to              Array(Nullable(Float64))  seconds after the start of the record at which the person went
-- minutes                 Nullable(Float64)        time in the call
-- sessions                UInt64                   sessions of the person
-- rejoins                 UInt64                   times that the person came back after having left
-- verdict_heard           LowCardinality(String)   of the audio that reached the person: poor when any stream is, good
--     when one is good and none poor, else unclassified
-- verdict_sent            LowCardinality(String)   of the audio that came from the person
-- role                    LowCardinality(String)   impacted: heard poor audio; impacting: sent it; both; none
-- number                  UInt128                  address in the latest session whose audio has one, as a number; 0: not
--     known
-- capture_device          LowCardinality(String)   microphone of the person's audio
-- platform                LowCardinality(String)   client platform of the latest session
-- rating                  Nullable(Int32)          least stars that the person gave, 1 to 5; 0: asked and not answered;
--     NULL: not asked
-- in_list                 Bool                     Graph's list of participants has the person
-- in_sessions             Bool                     the sessions have the person; either can lack people
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    person_id,
    person_name,
    user_principal_name,
    person_kind,
    person_tenant_id,
    joined,
    left,
    arrayMap(p -> toNullable(p.1 / 1e9), presence) AS present_from,
    arrayMap(p -> toNullable(p.2 / 1e9), presence) AS present_to,
    arraySum(p -> p.2 - p.1, presence) / 6e10 AS minutes,
    sessions,
    toUInt64(greatest(length(presence), 1) - 1) AS rejoins,
    multiIf(heard_poor > 0, 'poor', heard_good > 0, 'good', 'unclassified') AS verdict_heard,
    multiIf(sent_poor > 0, 'poor', sent_good > 0, 'good', 'unclassified') AS verdict_sent,
    multiIf(
        heard_poor > 0 AND sent_poor > 0, 'both',
        heard_poor > 0, 'impacted',
        sent_poor > 0, 'impacting',
        'none') AS role,
    c.number AS number,
    capture_device,
    platform,
    multiIf(stars > 0, toNullable(stars), asked, toInt32(0), NULL) AS rating,
    in_list,
    in_sessions
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        person_id,
        max(name) AS person_name,
        max(upn) AS user_principal_name,
        argMax(kind, transform(kind, ['', 'unknown'], [0, 1], 2)) AS person_kind,
        max(home) AS person_tenant_id,
        min(begun) AS joined,
        max(ended) AS left,
        -- Spans that touch or overlap become one.
        arrayFold(
            (merged, span) -> if(notEmpty(merged) AND span.1 <= merged[-1].2,
                arrayPushBack(arrayPopBack(merged), (merged[-1].1, greatest(merged[-1].2, span.2))),
                arrayPushBack(merged, span)),
            arraySort(groupArrayIf((ifNull(at, 0), ifNull(until, 0)), at IS NOT NULL)),
            CAST([], 'Array(Tuple(Int64, Int64))')) AS presence,
        countIf(told_by = 'session') AS sessions,
        sum(p.heard_poor) AS heard_poor,
        sum(p.heard_good) AS heard_good,
        sum(p.sent_poor) AS sent_poor,
        sum(p.sent_good) AS sent_good,
        max(device) AS capture_device,
        -- Of the latest session that has an address; of several in it, the greatest.
        toUInt128(ifNull(maxIf(
            bitShiftLeft(toUInt256(toUnixTimestamp64Milli(begun)), 128) + p.number, p.number != 0), 0)) AS number,
        ifNull(argMaxIf(client, begun, told_by = 'session'), '') AS platform,
        minIf(ifNull(rated, 0), rated > 0) AS stars,
        countIf(rated IS NOT NULL) > 0 AS asked,
        toBool(countIf(told_by = 'list') > 0) AS in_list,
        toBool(countIf(told_by = 'session') > 0) AS in_sessions
    FROM (
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            load_id,
            multiIf(identity_id != '', identity_id,
                identity_user_principal_name != '', identity_user_principal_name,
                identity_display_name) AS person_id,
            identity_display_name AS name,
            identity_user_principal_name AS upn,
            /*person_kind of the list*/ AS kind,
            identity_tenant_id AS home,
            'list' AS told_by,
            NULL AS begun,
            NULL AS ended,
            NULL AS at,
            NULL AS until,
            NULL AS rated,
            '' AS client,
            '' AS device,
            toUInt128(0) AS number,
            0 AS heard_poor,
            0 AS heard_good,
            0 AS sent_poor,
            0 AS sent_good
        FROM {participants_live}
        WHERE position(lower(identity_kind), 'application') = 0
        UNION ALL
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            load_id,
            person_id,
            person_name,
            user_principal_name,
            person_kind,
            person_tenant_id,
            'session',
            start_date_time,
            ifNull(end_date_time, start_date_time),
            dateDiff('nanosecond', record_start_date_time, start_date_time),
            dateDiff('nanosecond', record_start_date_time, ifNull(end_date_time, start_date_time)),
            rating,
            platform,
            '', 0, 0, 0, 0, 0
        FROM (
            /*session_people*/
        )
        WHERE takes_part
        -- What they heard and sent, where, and through which microphone.
        UNION ALL
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            load_id,
            if(side = 'caller', caller_person_id, callee_person_id),
            '', '', '', '',
            'stream',
            session_start_date_time,
            NULL, NULL, NULL, NULL, '',
            if(side = 'caller', caller_device_capture_device_name, callee_device_capture_device_name),
            if(side = 'caller', caller_number, callee_number),
            side != sender AND /*verdict*/ = 'poor',
            side != sender AND /*verdict*/ = 'good',
            side = sender AND /*verdict*/ = 'poor',
            side = sender AND /*verdict*/ = 'good'
        FROM {streams_live}
        ARRAY JOIN people_sides AS side
        WHERE media_type = 'audio'
            AND sender != ''
            AND (side = 'caller' OR record_type = 'peerToPeer')
    ) AS p
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        person_id
) AS c
