-- One row per session: what the view session_outcomes tells of it that needs no reference data.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 UInt64                  load of the session's record
-- session_index           of sessions
-- session_id              of sessions
-- start_date_time         of sessions
-- end_date_time           of sessions
-- scenario                LowCardinality(String)  see session_outcomes
-- outcome                 LowCardinality(String)  setup_failed, dropped or ok
-- failure_stage           of sessions
-- failure_reason          of sessions
-- seconds                 Nullable(Float64)       length
-- streams                 UInt64                  streams of all media
-- poor_streams            UInt64                  audio streams that are poor
-- good_streams            UInt64                  audio streams that are good
-- unclassified_streams    UInt64                  audio streams that are neither
-- rating                  Nullable(Int32)         least stars that an end gave, 1 to 5; 0: asked and not answered; NULL:
--     not asked
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    session_index,
    session_id,
    start_date_time,
    end_date_time,
    multiIf(
        is_test, 'test',
        hasAny(roles, ['voicemail', 'exchangeUnifiedMessagingService']), 'voicemail',
        hasAny(roles, ['skypeForBusinessAutoAttendant', 'skypeForBusinessCallQueues', 'skypeForBusinessAttendant',
            'responseGroupService', 'responseGroupServiceAnnouncementService']), 'voice_app',
        is_phone OR hasAny(roles, ['mediationServer', 'mediationServerCloudConnectorEdition', 'gateway']), 'pstn',
        type = 'groupCall', 'meeting',
        type = 'peerToPeer', 'peer_to_peer',
        'unknown') AS scenario,
    transform(failure_stage, ['callSetup', 'midcall'], ['setup_failed', 'dropped'], 'ok') AS outcome,
    failure_stage,
    failure_reason,
    seconds,
    streams,
    poor_streams,
    good_streams,
    unclassified_streams,
    multiIf(
        arrayExists(r -> r > 0, ratings), toInt32(arrayMin(arrayFilter(r -> r > 0, ratings))),
        has(ratings, 0), toInt32(0),
        NULL) AS rating
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        session_index,
        session_id,
        start_date_time,
        end_date_time,
        record_type AS type,
        ifNull(is_test, false) AS is_test,
        [caller_user_agent_role, callee_user_agent_role] AS roles,
        caller_identity_kind = 'phone' OR callee_identity_kind = 'phone' AS is_phone,
        failure_stage,
        failure_reason,
        dateDiff('nanosecond', start_date_time, end_date_time) / 1e9 AS seconds,
        arrayMap(r -> /*stars r*/,
            [caller_feedback_rating, callee_feedback_rating]) AS ratings
    FROM {sessions_live}
) AS s
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        session_index,
        countIf(stream_id != '') AS streams,
        countIf(media_type = 'audio' AND /*verdict*/ = 'poor') AS poor_streams,
        countIf(media_type = 'audio' AND /*verdict*/ = 'good') AS good_streams,
        countIf(media_type = 'audio' AND /*verdict*/ = 'unclassified') AS unclassified_streams
    FROM {streams_live}
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        session_index
) AS q USING (tenant_id, record_start_date_time, record_id, load_id, session_index)
