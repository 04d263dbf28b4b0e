-- One row per record: what kind of call it was, who was there and for how long, and how it went.
--
-- tenant_id                      of records
-- record_id                      of records
-- record_start_date_time         DateTime64(7, 'UTC')    start, under the name that it has beside all other rows
-- load_id                        of stream_quality
-- start_date_time                of records
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
-- unexpected_failures            UInt64                  of these two, those that users do not take for normal
-- version                        of records
-- hours_to_last_change           Nullable(Float64)       from the end of the call to the version that is seen
WITH (
    /*failure patterns*/
) AS patterns
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    record_start_date_time AS start_date_time,
    end_date_time,
    type,
    modalities,
    join_web_url,
    organizer_id,
    organizer_display_name,
    organizer_user_principal_name,
    scenario,
    people,
    guests,
    anonymous,
    phones,
    federated_tenants,
    minutes,
    person_minutes,
    peak_people,
    poor_people,
    verdict,
    sessions,
    failed_sessions,
    dropped_sessions,
    toUInt64(arrayCount(
        (failure_stage, failure_reason) -> NOT /*pattern that fits*/.5,
        failure_stages, failure_reasons)) AS unexpected_failures,
    version,
    hours_to_last_change
FROM {call_facts}
