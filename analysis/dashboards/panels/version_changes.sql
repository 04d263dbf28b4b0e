-- The pages of the load, and those of the last whole load of the version before.
WITH
    (
        SELECT any(version)
        FROM {store}.load_log
        WHERE record_id = {record:String}
            AND load_id = {load:UInt64}
    ) AS is_version,
    before AS (
        SELECT load_id
        FROM {store}.load_log
        WHERE record_id = {record:String}
            AND version < is_version
            AND load_id IN (
                SELECT load_id
                FROM {store}.raw_pages
                WHERE record_id = {record:String}
            )
        ORDER BY
            version DESC,
            load_id DESC
        LIMIT 1
    )
SELECT
    version,
    load_id,
    page_index,
    kind,
    body
FROM {store}.raw_pages
WHERE record_id = {record:String}
    AND (load_id = {load:UInt64} OR load_id IN (SELECT load_id FROM before))
ORDER BY
    version,
    load_id,
    page_index
