-- One row per session: what kind of call it was of, whether it came about and lasted, how it sounded and was rated.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 of stream_quality
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
    /*failure patterns*/
) AS patterns,
    /*pattern that fits*/ AS fits
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    session_index,
    session_id,
    start_date_time,
    end_date_time,
    scenario,
    outcome,
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
    rating
FROM {session_facts}
