-- The view phone_calls without its matches, which nobody asks for here and which read every call.
SELECT
    trunk,
    start_date_time,
    connected,
    sip AS sip_code,
    sub AS subcode,
    code.1 AS category,
    code.2 AS meaning,
    toBool(nullIf(code.1, '') IN ('answered', 'busy', 'no_answer', 'rejected')) AS delivered,
    if(connected AND invited <= start_date_time, dateDiff('millisecond', invited, start_date_time) / 1e3, NULL)
        AS setup_seconds,
    if(connected, talked, NULL) AS talk_seconds
FROM (
    WITH (
        -- What each code means, by tenant, SIP code and subcode. By place: 1 category, 2 meaning.
        SELECT mapFromArrays(
            groupArray(concat(s.tenant_id, '|', ifNull(toString(s.sip_code), ''), '|', ifNull(toString(s.subcode), ''))),
            groupArray((toString(s.category), s.meaning)))
        FROM sip_codes AS s
    ) AS codes
    SELECT
        trunk,
        start_date_time,
        connected,
        sip,
        sub,
        invited,
        talked,
        -- In the order to try them: those of the tenant first, and of these the narrowest; or else whether it came about.
        arrayFirst(found -> found.1 != '', arrayPushBack(
            arrayMap(key -> codes[key], arrayFlatten(arrayMap(
                of -> [concat(of, '|', sip, '|', sub), concat(of, '||', sub), concat(of, '|', sip, '|')],
                [toString(tenant_id), '']))),
            (if(connected, 'answered', ''), ''))) AS code
    FROM (
        SELECT
            tenant_id,
            'pstn_calls' AS trunk,
            start_date_time,
            ifNull(duration > 0, false) AS connected,
            '' AS sip,
            '' AS sub,
            CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS invited,
            toFloat64(duration) AS talked
        FROM pstn_calls
        WHERE day >= toDate({from:DateTime('UTC')})
            AND start_date_time >= {from:DateTime('UTC')}
            AND start_date_time < {to:DateTime('UTC')}
            /*tenant*/
        UNION ALL
        SELECT
            tenant_id,
            if(
                trunk_fully_qualified_domain_name = '', 'direct_routing_calls', lower(trunk_fully_qualified_domain_name)),
            start_date_time,
            ifNull(successful_call, false),
            ifNull(toString(final_sip_code), ''),
            ifNull(toString(call_end_sub_reason), ''),
            invite_date_time,
            -- The duration of this log begins with the INVITE.
            ifNull(dateDiff('millisecond', start_date_time, end_date_time) / 1e3, toFloat64(duration))
        FROM direct_routing_calls
        WHERE day >= toDate({from:DateTime('UTC')})
            AND start_date_time >= {from:DateTime('UTC')}
            AND start_date_time < {to:DateTime('UTC')}
            /*tenant*/
    )
)
