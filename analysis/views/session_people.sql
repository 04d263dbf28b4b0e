-- One row per session and end of it that is a person's: who, on which machine, with which client, and what they rated.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
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
    session_index,
    e.1 AS side,
    multiIf(e.4 != '', e.4, e.5 != '', e.5, user_principal_name != '', user_principal_name, person_name)
        AS person_id,
    if(e.6 != '', e.6, e.7) AS person_name,
    if(e.8 != '', e.8, e.9) AS user_principal_name,
    /*person_kind e.3*/ AS person_kind,
    if(e.10 != '', e.10, e.11) AS person_tenant_id,
    toBool(side = 'caller' OR type = 'peerToPeer') AS takes_part,
    e.12 AS machine,
    e.13 AS platform,
    e.14 AS application_version,
    start_date_time,
    end_date_time,
    nullIf(/*stars e.15*/, -1) AS rating,
    arraySort(mapKeys(mapFilter((token, ticked) -> ticked, e.16))) AS complaints,
    e.17 AS feedback_text
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        session_index,
        start_date_time,
        end_date_time,
        e
    FROM {sessions}
    -- Both ends of a session, told alike. By place: 1 side, 2 kind of the endpoint, 3 kind of the identity; then the
    -- identity that is associated before that of the end itself: 4 and 5 id, 6 and 7 name, 8 and 9 user principal
    -- name, 10 and 11 tenant; 12 machine, 13 platform, 14 client version, 15 rating, 16 complaints, 17 text.
    ARRAY JOIN [
        ('caller', caller_endpoint_type, caller_identity_kind, caller_associated_identity_id, caller_identity_id,
            caller_associated_identity_display_name, caller_identity_display_name,
            caller_associated_identity_user_principal_name, caller_identity_user_principal_name,
            caller_associated_identity_tenant_id, caller_identity_tenant_id,
            caller_name, caller_user_agent_platform, caller_user_agent_application_version,
            caller_feedback_rating, caller_feedback_tokens, caller_feedback_text),
        ('callee', callee_endpoint_type, callee_identity_kind, callee_associated_identity_id, callee_identity_id,
            callee_associated_identity_display_name, callee_identity_display_name,
            callee_associated_identity_user_principal_name, callee_identity_user_principal_name,
            callee_associated_identity_tenant_id, callee_identity_tenant_id,
            callee_name, callee_user_agent_platform, callee_user_agent_application_version,
            callee_feedback_rating, callee_feedback_tokens, callee_feedback_text)] AS e
) AS s
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        start_date_time AS record_start_date_time,
        type
    FROM {records}
) AS r USING (tenant_id, record_start_date_time, record_id)
WHERE e.2 != 'serviceEndpoint'
    AND position(lower(e.3), 'application') = 0
    AND (person_id != '' OR e.2 = 'participantEndpoint')
