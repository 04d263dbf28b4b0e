SELECT * EXCEPT (
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    session_index,
    segment_index,
    media_index,
    stream_index)
FROM stream_quality
WHERE record_id = {record:String}
    AND record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND session_index = {session:UInt32}
    AND segment_index = {segment:UInt32}
    AND media_index = {medium:UInt32}
    AND stream_index = {stream:UInt32}
