SELECT
    version,
    load_id,
    outcome,
    reason,
    row_counts,
    logged_at
FROM {store}.load_log
WHERE record_id = {record:String}
ORDER BY
    version DESC,
    logged_at DESC
LIMIT 50
