SELECT
    table,
    name,
    type,
    comment
FROM system.columns
WHERE database = currentDatabase()
ORDER BY
    table,
    position
LIMIT 3000
