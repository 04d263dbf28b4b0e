-- One row per record, user of it and session of a telephone in it: the rows of the view call_phones.
--
-- tenant_id               of sessions
-- record_id               of sessions
-- record_start_date_time  of sessions
-- load_id                 UInt64                   load of the record
-- user_id                 String                   id of the user
-- number                  String                   number of the telephone, as Graph tells it; may be masked with *
-- start_date_time         DateTime64(7, 'UTC')     start of the telephone's session; start of the record where only the
--     list of participants has the telephone
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    pair.1 AS user_id,
    pair.2.1 AS number,
    pair.2.2 AS start_date_time
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        load_id,
        groupUniqArrayIf(p.id, p.kind NOT IN ('phone', 'record')) AS users,
        groupUniqArrayIf((p.id, p.at), p.kind = 'phone' AND p.id != '') AS phones,
        maxIf(p.id, p.kind = 'record') AS organizer,
        max(p.of_meeting) AS is_meeting
    FROM (
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            load_id,
            person_kind AS kind,
            person_id AS id,
            ifNull(start_date_time, record_start_date_time) AS at,
            false AS of_meeting
        FROM (
            /*session_people*/
        )
        UNION ALL
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            load_id,
            identity_kind,
            identity_id,
            record_start_date_time,
            false
        FROM {participants_live}
        WHERE identity_kind IN ('user', 'phone')
        UNION ALL
        SELECT
            tenant_id,
            record_id,
            start_date_time AS record_start_date_time,
            load_id,
            'record',
            organizer_id,
            start_date_time,
            type = 'groupCall'
        FROM {records_live}
    ) AS p
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        load_id
    HAVING notEmpty(phones)
)
-- By place: 1 user, 2 telephone: its number and the start of its session.
ARRAY JOIN arrayFlatten(arrayMap(
    user -> arrayMap(phone -> (user, phone), phones),
    arrayFilter(
        user -> user != '',
        if(is_meeting, [organizer], arrayDistinct(arrayPushBack(users, organizer)))))) AS pair
