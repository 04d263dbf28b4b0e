-- One row per record, user of it and session of a telephone in it: who spoke with which number. In a meeting the user is the organizer.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 of stream_quality
-- user_id                 String                   id of the user
-- number                  String                   number of the telephone, as Graph tells it; may be masked with *
-- start_date_time         DateTime64(7, 'UTC')     start of the telephone's session; start of the record where only the
--     list of participants has the telephone
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    user_id,
    number,
    start_date_time
FROM {phone_facts}
