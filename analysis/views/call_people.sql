-- One row per record and person in it: when they were there, what they heard, and what the others heard of them.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 of stream_quality
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
    load_id,
    person_id,
    person_name,
    user_principal_name,
    person_kind,
    person_tenant_id,
    joined,
    left,
    present_from,
    present_to,
    minutes,
    sessions,
    rejoins,
    verdict_heard,
    verdict_sent,
    role,
    b.building AS building,
    capture_device,
    platform,
    rating,
    in_list,
    in_sessions
FROM {person_facts} AS c
-- The building of the longest prefix around the address: see the view building_ranges.
ASOF LEFT JOIN (
    SELECT
        tenant_id AS of_tenant,
        first_number,
        building
    FROM {building_ranges}
) AS b ON c.tenant_id = b.of_tenant AND c.number >= b.first_number
