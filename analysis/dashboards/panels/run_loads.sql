SELECT
    record_id,
    family,
    version,
    outcome,
    if(part = '', reason, concat(reason, ' lacks ', part)) AS reason,
    arrayStringConcat(
        arrayMap(table -> concat(toString(row_counts[table]), ' ', table), arraySort(mapKeys(row_counts))),
        ', ') AS row_counts,
    logged_at
FROM {store}.load_log
WHERE run_id = {run:String}
ORDER BY
    outcome = 'committed',
    logged_at DESC,
    record_id
LIMIT 200
