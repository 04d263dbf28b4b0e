-- One row per session: what kind of call it was of, whether it came about and lasted, how it sounded and was rated.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- session_index           of sessions
-- session_id              of sessions
-- start_date_time         of sessions
-- end_date_time           of sessions
-- scenario                LowCardinality(String)  test, voicemail, voice_app (attendant or queue), pstn, meeting,
--     peer_to_peer or unknown: the first that the session is
-- outcome                 LowCardinality(String)  setup_failed: the call did not come about; dropped: it broke off; ok
-- expected                Bool                    a failure that users take for normal, by failure_patterns, or under 5 s
-- failure_category        LowCardinality(String)  what failure_patterns call the failure; empty: no pattern fits
-- failure_stage           of sessions
-- failure_reason          of sessions
-- seconds                 Nullable(Float64)       length
-- short                   Bool                    shorter than 60 s
-- verdict                 LowCardinality(String)  poor when any audio stream is, good when one is good and none poor,
--     else unclassified
-- poor_streams            UInt64                  audio streams that are poor
-- good_streams            UInt64                  audio streams that are good
-- unclassified_streams    UInt64                  audio streams that are neither
-- rating                  Nullable(Int32)         least stars that an end gave, 1 to 5; 0: asked and not answered; NULL:
--     not asked
WITH (
    -- In the order to try them: those of a tenant first. By place: 1 tenant, 2 line, 3 stage, 4 pattern, 5 expected,
    -- 6 category.
    SELECT arraySort(p -> (p.1 = '', p.2), groupArray((tenant_id, line, stage, pattern, expected, category)))
    FROM {failure_patterns}
) AS patterns
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
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
    toBool(outcome != 'ok' AND (ifNull(seconds < 5, false) OR fits.5)) AS expected,
    fits.6 AS failure_category,
    failure_stage,
    failure_reason,
    seconds,
    toBool(ifNull(seconds < 60, false)) AS short,
    multiIf(poor_streams > 0, 'poor', good_streams > 0, 'good', 'unclassified') AS verdict,
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
        arrayFirst(
            p -> p.1 IN ('', tenant_id) AND p.3 IN ('', failure_stage) AND failure_reason ILIKE p.4,
            if(failure_stage IN ('callSetup', 'midcall'), patterns, [])) AS fits,
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
        session_index,
        countIf(verdict = 'poor') AS poor_streams,
        countIf(verdict = 'good') AS good_streams,
        countIf(verdict = 'unclassified') AS unclassified_streams
    FROM {stream_quality}
    WHERE media_type = 'audio'
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        session_index
) AS q USING (tenant_id, record_start_date_time, record_id, session_index)
