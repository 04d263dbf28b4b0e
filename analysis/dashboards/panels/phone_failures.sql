SELECT
    category,
    meaning,
    if(trunk = '', log, trunk) AS trunk,
    ifNull(toString(final_sip_code), '') AS sip_code,
    ifNull(toString(call_end_sub_reason), '') AS subcode,
    count() AS calls,
    max(start_date_time) AS newest
FROM phone_outcomes
WHERE day >= toDate({from:DateTime('UTC')})
    AND start_date_time >= {from:DateTime('UTC')}
    AND start_date_time < {to:DateTime('UTC')}
    AND delivered = false
    /*tenant*/
GROUP BY
    category,
    meaning,
    trunk,
    sip_code,
    subcode
ORDER BY calls DESC
LIMIT 50
