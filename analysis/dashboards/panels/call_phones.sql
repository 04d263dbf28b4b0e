SELECT
    id,
    start_date_time,
    direction,
    user_display_name,
    caller_number,
    callee_number,
    if(trunk = '', if(operator = '', toString(log), toString(operator)), toString(trunk)) AS trunk,
    connected,
    setup_seconds,
    talk_seconds,
    meaning,
    match
FROM phone_calls
WHERE day >= toDate({from:DateTime('UTC')})
    AND day <= toDate({to:DateTime('UTC')})
    AND record_id = {record:String}
ORDER BY start_date_time
LIMIT 100
