SELECT
    id,
    start_date_time,
    user_display_name,
    direction,
    caller_number,
    callee_number,
    if(trunk = '', log, trunk) AS trunk,
    connected,
    talk_seconds,
    cost,
    currency
FROM phone_outcomes
WHERE day >= toDate({from:DateTime('UTC')})
    AND start_date_time >= {from:DateTime('UTC')}
    AND start_date_time < {to:DateTime('UTC')}
    /*tenant*/
    /*phones*/
ORDER BY start_date_time DESC
LIMIT 200
