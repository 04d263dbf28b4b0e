-- media_type  LowCardinality(String)  audio, video, sharing or data, by media_label; unknown for others
transform(media_label,
    ['main-audio', 'main-video', 'main-video1', 'main-video2', 'main-video3', 'main-video4', 'main-video5',
        'main-video6', 'main-video7', 'main-video8', 'main-video9', 'panoramic-video',
        'applicationsharing-video', 'data'],
    ['audio', 'video', 'video', 'video', 'video', 'video', 'video',
        'video', 'video', 'video', 'video', 'video',
        'sharing', 'data'], 'unknown')

-- sender  LowCardinality(String)  caller or callee, by stream_direction; empty when it says neither
transform(stream_direction, [/*from_caller*/, /*from_callee*/], ['caller', 'callee'], '')

-- flow  LowCardinality(String)  outbound, inbound, peer or service; empty: not known
transform(
    concat(
        -- participant or service, by its first letter: the caller's and the callee's
        left(if(segment_caller_endpoint_type IN ('participantEndpoint', 'serviceEndpoint'),
            segment_caller_endpoint_type, session_caller_endpoint_type), 1),
        left(if(segment_callee_endpoint_type IN ('participantEndpoint', 'serviceEndpoint'),
            segment_callee_endpoint_type, session_callee_endpoint_type), 1),
        ' ', transform(stream_direction, [/*from_caller*/, /*from_callee*/], ['caller', 'callee'], '')),
    ['pp ', 'pp caller', 'pp callee', 'ss ', 'ss caller', 'ss callee',
        'ps caller', 'ps callee', 'sp caller', 'sp callee'],
    ['peer', 'peer', 'peer', 'service', 'service', 'service',
        'outbound', 'inbound', 'inbound', 'outbound'], '')

-- measured  Bool  the stream has at least one measure that a rule set asks for
toBool(NOT (/*unmeasured*/))

-- reasons  Array(LowCardinality(String))  columns that made it poor, in the order of the rules
/*reasons*/

-- people_sides  Array(LowCardinality(String))  the ends that are a person's: caller, callee
arrayConcat(
    if(/*is_person session_caller*/, ['caller'], []),
    if(/*is_person session_callee*/, ['callee'], []))

-- /*side*/_person_id  String  id of the person at this end; the user principal name or the name where Graph tells no id
/*person_id session_side*/

-- /*side*/_number  UInt128  local address of this end as a number, or its subnet's; 0: not known
toUInt128(toIPv6OrDefault(if(/*side*/_network_ip_address != '', /*side*/_network_ip_address,
    toString(/*side*/_network_subnet))))
