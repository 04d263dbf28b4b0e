SELECT
    page_index,
    kind,
    url,
    fetched_at,
    length(body) AS bytes,
    substring(body, 1, 131072) AS body
FROM {store}.raw_pages
WHERE record_id = {record:String}
    AND load_id = {load:UInt64}
ORDER BY page_index
LIMIT 40
