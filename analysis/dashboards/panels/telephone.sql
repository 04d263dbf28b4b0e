SELECT
    record_id AS call_record,
    record_start_date_time AS start_of_the_call_record,
    match,
    start_date_time AS start,
    end_date_time AS end,
    direction,
    call_type,
    user_display_name AS user,
    user_principal_name,
    caller_number AS from_number,
    callee_number AS to_number,
    trunk,
    operator,
    connected,
    delivered,
    category,
    meaning,
    final_sip_code AS SIP_code,
    call_end_sub_reason AS subcode,
    ended_by,
    setup_seconds,
    talk_seconds,
    cost,
    currency,
    destination_name AS destination,
    license_capability AS plan,
    id,
    concat(log, '/', toString(day)) AS day_of_the_log
FROM phone_calls
WHERE day >= toDate({from:DateTime('UTC')})
    AND day <= toDate({to:DateTime('UTC')})
    AND id = {telephone:String}
