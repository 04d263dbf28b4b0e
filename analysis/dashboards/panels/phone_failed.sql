SELECT
    id,
    start_date_time,
    user_display_name,
    direction,
    caller_number,
    callee_number,
    if(trunk = '', log, trunk) AS trunk,
    meaning,
    match,
    record_start_date_time,
    record_id
FROM phone_calls
WHERE day >= toDate({from:DateTime('UTC')})
    AND start_date_time >= {from:DateTime('UTC')}
    AND start_date_time < {to:DateTime('UTC')}
    AND delivered = false
    /*tenant*/
    /*phones*/
ORDER BY start_date_time DESC
LIMIT 50
