-- One row per row of the logs of phone calls: which way it went, whether it was connected, what its codes mean, and what it cost. phone_calls has the call record beside it, and takes longer.
--
-- tenant_id               of pstn_calls
-- day                     Date                            UTC day of the call
-- log                     LowCardinality(String)          log that has the row: pstn_calls or direct_routing_calls
-- id                      of pstn_calls
-- start_date_time         of pstn_calls
-- end_date_time           of pstn_calls
-- direction               LowCardinality(String)          in, out, or empty where call_type does not tell it
-- call_type               of pstn_calls
-- user_id                 of pstn_calls
-- user_principal_name     of pstn_calls
-- user_display_name       of pstn_calls
-- caller_number           of pstn_calls
-- callee_number           of pstn_calls
-- trunk                   LowCardinality(String)          border controller, in lower case; empty of pstn_calls
-- operator                of pstn_calls                   carrier; empty of direct_routing_calls
-- connected               Bool                            successful_call, or a duration of more than 0 in pstn_calls
-- final_sip_code          of direct_routing_calls
-- call_end_sub_reason     of direct_routing_calls
-- category                LowCardinality(String)          what the codes mean, by sip_codes: answered, busy, no_answer,
--     rejected, cancelled, number, policy, media, service, trunk, check. Where no row of it fits: answered when it was
--     connected, else empty. A row of the tenant goes before one that ships; then both codes, the subcode, the SIP code
-- meaning                 String                          what the codes mean, for people
-- delivered               Nullable(Bool)                  true when the network did its part: answered, busy, no_answer
--     or rejected. NULL: not known
-- ended_by                LowCardinality(String)          who gave the subcode: sbc (560xxx), microsoft; empty: nobody
-- setup_seconds           Nullable(Float64)               from the INVITE to the start of a connected call; with the
--     ringing when the call went out. NULL of pstn_calls
-- talk_seconds            Nullable(Float64)               length of a connected call; with the ringing when it came in
--     over direct routing
-- cost                    Nullable(Decimal(18, 6))        charge and connection charge, in currency
-- currency                of pstn_calls
-- license_capability      of pstn_calls
-- destination_name        of pstn_calls
-- named_record_id         String                          what the row has in the place of a record's id, in lower case
WITH
    (
        -- What each code means, by tenant, SIP code and subcode. By place: 1 category, 2 meaning.
        SELECT mapFromArrays(
            groupArray(concat(tenant_id, '|', ifNull(toString(sip_code), ''), '|', ifNull(toString(subcode), ''))),
            groupArray((toString(category), meaning)))
        FROM {sip_codes}
    ) AS codes,
    -- In the order to try them: those of the tenant first, and of these the narrowest.
    ifNull(toString(final_sip_code), '') AS sip,
    ifNull(toString(call_end_sub_reason), '') AS sub,
    arrayFirst(key -> mapContains(codes, key), arrayFlatten(arrayMap(
        of -> [concat(of, '|', sip, '|', sub), concat(of, '||', sub), concat(of, '|', sip, '|')],
        [toString(tenant_id), '']))) AS code
SELECT
    tenant_id,
    day,
    log,
    id,
    start_date_time,
    end_date_time,
    multiIf(
        match(call_type, '(?-i)(_out|Out|emergency)'), 'out',
        match(call_type, '(?-i)(_in|In)'), 'in',
        '') AS direction,
    call_type,
    user_id,
    user_principal_name,
    user_display_name,
    caller_number,
    callee_number,
    trunk,
    operator,
    toBool(ifNull(was_connected, false)) AS connected,
    final_sip_code,
    call_end_sub_reason,
    multiIf(code != '', codes[code].1, connected, 'answered', '') AS category,
    codes[code].2 AS meaning,
    if(category = '', NULL, toBool(category IN ('answered', 'busy', 'no_answer', 'rejected'))) AS delivered,
    multiIf(
        ifNull(call_end_sub_reason, 0) = 0, '',
        intDiv(call_end_sub_reason, 1000) = 560, 'sbc',
        'microsoft') AS ended_by,
    if(connected AND invited <= start_date_time, dateDiff('millisecond', invited, start_date_time) / 1e3, NULL)
        AS setup_seconds,
    if(connected, talked, NULL) AS talk_seconds,
    if(charge IS NULL AND fee IS NULL, NULL, ifNull(charge, 0) + ifNull(fee, 0)) AS cost,
    currency,
    license_capability,
    destination_name,
    named AS named_record_id
FROM (
    SELECT
        tenant_id,
        toDate(day) AS day,
        'pstn_calls' AS log,
        id,
        start_date_time,
        end_date_time,
        call_type,
        user_id,
        user_principal_name,
        user_display_name,
        caller_number,
        callee_number,
        '' AS trunk,
        operator,
        duration > 0 AS was_connected,
        CAST(NULL AS Nullable(Int32)) AS final_sip_code,
        CAST(NULL AS Nullable(Int32)) AS call_end_sub_reason,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS invited,
        toFloat64(duration) AS talked,
        charge,
        connection_charge AS fee,
        currency,
        license_capability,
        destination_name,
        lower(call_id) AS named
    FROM {pstn_calls}
    UNION ALL
    SELECT
        tenant_id,
        toDate(day),
        'direct_routing_calls',
        id,
        start_date_time,
        end_date_time,
        call_type,
        user_id,
        user_principal_name,
        user_display_name,
        caller_number,
        callee_number,
        lower(trunk_fully_qualified_domain_name),
        '',
        successful_call,
        final_sip_code,
        call_end_sub_reason,
        invite_date_time,
        -- The duration of this log begins with the INVITE.
        ifNull(dateDiff('millisecond', start_date_time, end_date_time) / 1e3, toFloat64(duration)),
        NULL,
        NULL,
        '',
        '',
        '',
        lower(correlation_id)
    FROM {direct_routing_calls}
)
