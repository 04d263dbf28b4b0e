SELECT
    q.session_index AS session_index,
    q.segment_index AS segment_index,
    q.media_index AS media_index,
    q.stream_index AS stream_index,
    q.media_type AS media_type,
    q.flow AS flow,
    q.reason AS metric,
    q.measures[q.reason] AS value,
    q.measures[replaceOne(q.reason, 'average_', 'max_')] AS most,
    t.threshold AS threshold,
    q.seconds AS seconds,
    q.packet_utilization AS packets,
    e.senders AS sender_names,
    e.receivers AS receiver_names,
    e.sender_ids AS sender_ids,
    e.places AS places,
    e.classes AS classes,
    e.wifi AS wifi,
    e.devices AS devices
FROM (
    SELECT
        session_index,
        segment_index,
        media_index,
        stream_index,
        media_type,
        flow,
        reason,
        seconds,
        packet_utilization,
        map(
            'average_round_trip_time_ms', toFloat64(average_round_trip_time_ms),
            'average_packet_loss_rate', toFloat64(average_packet_loss_rate),
            'average_jitter_ms', toFloat64(average_jitter_ms),
            'average_audio_degradation', toFloat64(average_audio_degradation),
            'average_ratio_of_concealed_samples', toFloat64(average_ratio_of_concealed_samples),
            'average_video_frame_loss_percentage', toFloat64(average_video_frame_loss_percentage),
            'average_video_frame_rate', toFloat64(average_video_frame_rate),
            'post_forward_error_correction_packet_loss_rate', toFloat64(post_forward_error_correction_packet_loss_rate),
            'max_round_trip_time_ms', toFloat64(max_round_trip_time_ms),
            'max_packet_loss_rate', toFloat64(max_packet_loss_rate),
            'max_jitter_ms', toFloat64(max_jitter_ms),
            'max_ratio_of_concealed_samples', toFloat64(max_ratio_of_concealed_samples)) AS measures
    FROM stream_quality
    ARRAY JOIN reasons AS reason
    WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND verdict = 'poor'
) AS q
LEFT JOIN (
    SELECT
        session_index,
        segment_index,
        media_index,
        stream_index,
        groupUniqArrayIf(if(person_name = '', person_id, person_name), side = 'sender') AS senders,
        groupUniqArrayIf(if(person_name = '', person_id, person_name), side = 'receiver') AS receivers,
        groupUniqArrayIf(person_id, side = 'sender') AS sender_ids,
        groupUniqArrayIf(toString(building), building != '') AS places,
        groupUniqArray(toString(network_class)) AS classes,
        groupUniqArrayIf(concat(bssid, ', ', wifi_band), bssid != '') AS wifi,
        groupUniqArrayIf(toString(capture_device), side = 'sender' AND capture_device != '') AS devices
    FROM /*ends of streams*/
    WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
    GROUP BY
        session_index,
        segment_index,
        media_index,
        stream_index
) AS e USING (session_index, segment_index, media_index, stream_index)
LEFT JOIN (
    SELECT
        media_type,
        column_name,
        argMin(r.threshold, (rule_set != 'cqd-2022', position)) AS threshold
    FROM quality_rules AS r
    WHERE mode != 'gate'
    GROUP BY
        media_type,
        column_name
) AS t ON q.media_type = t.media_type AND q.reason = t.column_name
ORDER BY
    q.media_type = 'audio' DESC,
    seconds * value / nullIf(threshold, 0) DESC,
    session_index,
    segment_index,
    media_index,
    stream_index
LIMIT 500
