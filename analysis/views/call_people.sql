-- One row per record and person in it: when they were there, what they heard, and what the others heard of them.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
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
-- building                LowCardinality(String)   building of the latest session whose audio has an address; empty: not
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
    b.building AS building,
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
        person_id,
        max(name) AS person_name,
        max(upn) AS user_principal_name,
        argMax(kind, kind != 'unknown') AS person_kind,
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
        countIf(of_session) AS sessions,
        sum(p.heard_poor) AS heard_poor,
        sum(p.heard_good) AS heard_good,
        sum(p.sent_poor) AS sent_poor,
        sum(p.sent_good) AS sent_good,
        max(device) AS capture_device,
        toUInt128(toIPv6OrDefault(ifNull(argMaxIf(p.address, begun, p.address != ''), ''))) AS number,
        ifNull(argMax(client, begun), '') AS platform,
        minIf(ifNull(rated, 0), rated > 0) AS stars,
        countIf(rated IS NOT NULL) > 0 AS asked,
        toBool(countIf(NOT of_session) > 0) AS in_list,
        toBool(countIf(of_session) > 0) AS in_sessions
    FROM (
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            multiIf(identity_id != '', identity_id,
                identity_user_principal_name != '', identity_user_principal_name,
                identity_display_name) AS person_id,
            identity_display_name AS name,
            identity_user_principal_name AS upn,
            /*person_kind of the list*/ AS kind,
            identity_tenant_id AS home,
            false AS of_session,
            NULL AS begun,
            NULL AS ended,
            NULL AS at,
            NULL AS until,
            NULL AS rated,
            '' AS client,
            '' AS device,
            '' AS address,
            0 AS heard_poor,
            0 AS heard_good,
            0 AS sent_poor,
            0 AS sent_good
        FROM {participants}
        WHERE position(lower(identity_kind), 'application') = 0
        UNION ALL
        SELECT
            s.tenant_id,
            s.record_id,
            s.record_start_date_time,
            s.person_id,
            s.person_name,
            s.user_principal_name,
            s.person_kind,
            s.person_tenant_id,
            true,
            s.start_date_time,
            ifNull(s.end_date_time, s.start_date_time),
            dateDiff('nanosecond', s.record_start_date_time, s.start_date_time),
            dateDiff('nanosecond', s.record_start_date_time, ifNull(s.end_date_time, s.start_date_time)),
            s.rating,
            s.platform,
            q.capture_device,
            q.address,
            q.heard_poor,
            q.heard_good,
            q.sent_poor,
            q.sent_good
        FROM {session_people} AS s
        LEFT JOIN (
            SELECT
                tenant_id,
                record_id,
                record_start_date_time,
                session_index,
                side,
                max(if(side = 'caller', caller_device_capture_device_name, callee_device_capture_device_name))
                    AS capture_device,
                max(if(side = 'caller', caller_network_ip_address, callee_network_ip_address)) AS ip_address,
                max(if(side = 'caller', caller_network_subnet, callee_network_subnet)) AS subnet,
                if(ip_address != '', ip_address, toString(subnet)) AS address,
                countIf(way = 'heard' AND verdict = 'poor') AS heard_poor,
                countIf(way = 'heard' AND verdict = 'good') AS heard_good,
                countIf(way = 'sent' AND verdict = 'poor') AS sent_poor,
                countIf(way = 'sent' AND verdict = 'good') AS sent_good
            FROM {stream_quality}
            ARRAY JOIN
                [sender, receiver] AS side,
                ['sent', 'heard'] AS way
            WHERE media_type = 'audio'
            GROUP BY
                tenant_id,
                record_id,
                record_start_date_time,
                session_index,
                side
        ) AS q USING (tenant_id, record_start_date_time, record_id, session_index, side)
        WHERE s.takes_part
    ) AS p
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        person_id
) AS c
-- The building of the longest prefix around the address: see the view building_ranges.
ASOF LEFT JOIN (
    SELECT
        tenant_id AS of_tenant,
        first_number,
        building
    FROM {building_ranges}
) AS b ON c.tenant_id = b.of_tenant AND c.number >= b.first_number
