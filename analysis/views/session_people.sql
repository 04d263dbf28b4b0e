-- One row per session and end of it that is a person's: who, on which machine, with which client, and what they rated.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 of stream_quality
-- session_index           of sessions
-- side                    LowCardinality(String)   caller or callee
-- person_id               String                   id of the person; the user principal name or the name where Graph
--     tells no id
-- person_name             String                   display name; Graph tells none of guests
-- user_principal_name     String                   user principal name, where Graph tells one
-- person_kind             LowCardinality(String)   internal, federated (of another tenant), guest, anonymous, phone or
--     unknown
-- person_tenant_id        LowCardinality(String)   home tenant of the person
-- takes_part              Bool                     the end tells who was in the call: the caller's does, the callee's in
--     peer-to-peer calls
-- machine                 String                   host name of the device
-- platform                LowCardinality(String)   client platform: windows, macOS, iOS, android, web, roomSystem, …
-- application_version     LowCardinality(String)   client version
-- start_date_time         of sessions              start of the session
-- end_date_time           of sessions              end of the session
-- rating                  Nullable(Int32)          stars 1 to 5; 0: asked and not answered; NULL: not asked
-- complaints              Array(String)            what the person ticked beside the stars
-- feedback_text           String                   what the person wrote
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    session_index,
    side,
    if(side = 'caller', caller_person_id, callee_person_id) AS person_id,
    if(side = 'caller', /*person_name caller*/, /*person_name callee*/) AS person_name,
    if(side = 'caller', /*user_principal_name caller*/, /*user_principal_name callee*/) AS user_principal_name,
    /*person_kind of a session*/ AS person_kind,
    if(side = 'caller', /*tenant_of caller*/, /*tenant_of callee*/) AS person_tenant_id,
    toBool(side = 'caller' OR record_type = 'peerToPeer') AS takes_part,
    if(side = 'caller', caller_name, callee_name) AS machine,
    if(side = 'caller', caller_user_agent_platform, callee_user_agent_platform) AS platform,
    if(side = 'caller', caller_user_agent_application_version, callee_user_agent_application_version)
        AS application_version,
    start_date_time,
    end_date_time,
    nullIf(if(side = 'caller', /*stars caller_feedback_rating*/, /*stars callee_feedback_rating*/), -1) AS rating,
    arraySort(mapKeys(mapFilter((token, ticked) -> ticked,
        if(side = 'caller', caller_feedback_tokens, callee_feedback_tokens)))) AS complaints,
    if(side = 'caller', caller_feedback_text, callee_feedback_text) AS feedback_text
FROM {sessions_live}
ARRAY JOIN people_sides AS side
