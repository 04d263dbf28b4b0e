-- One row per rating that somebody gave: the stars, the complaints, and whether the measures agree.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 of stream_quality
-- session_index           of sessions
-- side                    LowCardinality(String)  end of the session that rated: caller or callee
-- person_id               String                  who rated; see call_people
-- person_name             String                  display name
-- stars                   Nullable(Int32)         1 (bad) to 5 (excellent); 1 and 2 are poor
-- complaints              Array(String)           what the person ticked beside the stars
-- feedback_text           String                  what the person wrote
-- measured_verdict        LowCardinality(String)  verdict of the session's audio
-- disagrees               Bool                    poor by one, good by the other
-- scenario                LowCardinality(String)  what kind of call the session was of
-- platform                LowCardinality(String)  client platform
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    session_index,
    side,
    person_id,
    person_name,
    toInt32(p.rating) AS stars,
    complaints,
    feedback_text,
    verdict AS measured_verdict,
    toBool(ifNull(stars < 3 AND measured_verdict = 'good' OR stars > 2 AND measured_verdict = 'poor', false)) AS disagrees,
    scenario,
    platform
FROM {session_people} AS p
LEFT JOIN {session_outcomes} AS o USING (record_start_date_time, load_id, session_index)
WHERE p.rating > 0
