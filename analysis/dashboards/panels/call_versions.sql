SELECT
    record_id,
    version,
    load_id,
    outcome,
    if(part = '', reason, concat(reason, ' lacks ', part)) AS reason,
    arrayStringConcat(
        arrayMap(table -> concat(toString(row_counts[table]), ' ', table), arraySort(mapKeys(row_counts))),
        ', ') AS row_counts,
    logged_at
FROM {store}.load_log
WHERE record_id = {record:String}
ORDER BY
    version DESC,
    logged_at DESC
LIMIT 50
