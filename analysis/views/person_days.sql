-- One row per day and person: in how many calls, for how long, how it went, and where the directory has the person.
--
-- tenant_id            of sessions
-- day                  Date                    day on which the records start, UTC
-- person_id            String                  see call_people
-- person_name          String                  display name
-- user_principal_name  String                  user principal name, where Graph tells one
-- person_kind          LowCardinality(String)  internal, federated, guest, anonymous, phone or unknown
-- department           LowCardinality(String)  department, by the view people; empty: not known
-- office               LowCardinality(String)  office, by the view people
-- country              LowCardinality(String)  country, by the view people
-- calls                UInt64                  calls that the person was in
-- minutes              Nullable(Float64)       time in them
-- impacted             UInt64                  calls in which the person heard poor audio
-- impacting            UInt64                  calls in which the person sent poor audio
-- average_rating       Nullable(Float64)       average stars of the calls that the person rated
SELECT
    c.tenant_id AS tenant_id,
    c.day AS day,
    c.person_id AS person_id,
    c.name AS person_name,
    c.upn AS user_principal_name,
    c.kind AS person_kind,
    if(i.line > 0, i.department, u.department) AS department,
    if(i.line > 0, i.office, u.office) AS office,
    if(i.line > 0, i.country, u.country) AS country,
    c.calls AS calls,
    c.minutes AS minutes,
    c.impacted AS impacted,
    c.impacting AS impacting,
    c.average_rating AS average_rating
FROM (
    SELECT
        tenant_id,
        toDate(record_start_date_time) AS day,
        person_id,
        max(person_name) AS name,
        max(user_principal_name) AS upn,
        argMax(person_kind, person_kind != 'unknown') AS kind,
        count() AS calls,
        -- Nanoseconds, which add up to the same in any order.
        sum(toInt64(round(p.minutes * 6e10))) / 6e10 AS minutes,
        countIf(role IN ('impacted', 'both')) AS impacted,
        countIf(role IN ('impacting', 'both')) AS impacting,
        avgIf(rating, rating > 0) AS average_rating
    FROM {person_facts} AS p
    GROUP BY
        tenant_id,
        day,
        person_id
) AS c
LEFT JOIN {people} AS i ON c.tenant_id = i.tenant_id AND c.person_id = i.person_id AND i.person_id != ''
LEFT JOIN {people} AS u ON c.tenant_id = u.tenant_id AND lower(c.upn) = u.user_principal_name AND u.user_principal_name != ''
