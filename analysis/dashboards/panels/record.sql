SELECT
    if(family = 'call_records' AND live_version > 0, record_id, '') AS call,
    record_id AS record,
    tenant_id AS tenant,
    family AS kind,
    multiIf(
        lost = 1, 'lost: Graph has it no more',
        due = 1 AND live_version > 0, 'due: the next run fetches it again',
        due = 1, 'due: the next run fetches it',
        live_version > 0, 'loaded',
        'not loaded') AS state,
    multiIf(
        live_version > 0, live_start,
        listed_version > 0, listed_start,
        NULL) AS start,
    listed_end AS end,
    if(listed_version = 0, NULL, /*expires*/) AS expires,
    listed_version,
    loaded_version,
    live_version AS version_that_is_seen,
    live_part AS lacks,
    attempts AS times_fetched,
    first_listed_at AS first_listed,
    last_listed_at AS last_listed,
    loaded_at AS loaded,
    wanted_at AS asked_for_again,
    lost_at AS not_found,
    incident_at AS last_trouble,
    incident_reason AS what_the_trouble_was,
    pages AS pages_in_the_archive
FROM {store}.record_state
WHERE record_id = {record:String}
