SELECT
    tenant_id,
    family,
    record_id,
    listed_start,
    listed_version,
    loaded_version,
    /*expires*/ AS expires_at,
    incident_reason
FROM due_records
WHERE true
    /*tenant*/
ORDER BY expires_at
LIMIT 50
