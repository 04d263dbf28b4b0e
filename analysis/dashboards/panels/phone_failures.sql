SELECT
    category,
    meaning,
    trunk,
    sip_code,
    subcode,
    count() AS calls,
    max(start_date_time) AS newest
FROM (
    /*phone calls*/
)
WHERE delivered = false
GROUP BY
    category,
    meaning,
    trunk,
    sip_code,
    subcode
ORDER BY calls DESC
LIMIT 50
