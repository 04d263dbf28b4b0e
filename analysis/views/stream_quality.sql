-- One row per row of streams: who sent it, who received it, whether it was good, by whose rules, and why not.
--
-- tenant_id               of streams
-- record_id               of streams
-- record_start_date_time  of streams
-- session_index           of streams
-- segment_index           of streams
-- media_index             of streams
-- stream_index            of streams
-- stream_id               of streams              stream identifier; empty: the media has no stream
-- media_label             of streams              what Graph calls the medium
-- media_type              LowCardinality(String)  audio, video, sharing or data, by media_label; unknown for others
-- sender                  LowCardinality(String)  caller or callee, by stream_direction; empty when it says neither
-- receiver                LowCardinality(String)  the other end
-- flow                    LowCardinality(String)  outbound: participant to service; inbound: service to participant;
--     peer: between participants; service: between services; empty: not known
-- verdict                 LowCardinality(String)  poor, good, unclassified or not_applicable (data, or no stream), by
--     the rule set of the configuration (analysis.verdict)
-- reasons                 Array(LowCardinality(String))  columns that made it poor, in the order of the rules; empty
--     when it is not poor
-- verdict_cqd_2022        LowCardinality(String)  the same by the rules of the Call Quality Dashboard since 2022
-- verdict_cqd_2021        LowCardinality(String)  the same by those of the Call Quality Dashboard before
-- verdict_cri             LowCardinality(String)  the same by those of Call Record Insights
-- warnings                Array(LowCardinality(String))  measures that show trouble, whatever the verdict
-- measured                Bool                    the stream has at least one measure that a rule set asks for
-- seconds                 Nullable(Float64)       length of the stream, else of the segment, else of the session
-- audio_codec             of streams
-- video_codec             of streams
-- caller_network_connection_type                   of streams
-- caller_network_ip_address                        of streams
-- caller_network_network_transport_protocol        of streams
-- caller_network_reflexive_ip_address              of streams
-- caller_network_relay_ip_address                  of streams
-- caller_network_subnet                            of streams
-- caller_network_wifi_band                         of streams
-- caller_network_basic_service_set_identifier      of streams
-- caller_network_wifi_channel                      of streams
-- caller_network_wifi_signal_strength              of streams
-- caller_network_wifi_vendor_driver                of streams
-- caller_network_wifi_vendor_driver_version        of streams
-- caller_device_capture_device_name                of streams
-- caller_device_render_device_name                 of streams
-- caller_device_capture_device_driver              of streams
-- caller_device_capture_not_functioning_event_ratio  of streams
-- caller_device_cpu_insufficient_event_ratio       of streams
-- caller_device_low_speech_level_event_ratio       of streams
-- caller_device_low_speech_to_noise_event_ratio    of streams
-- caller_device_render_device_driver               of streams
-- caller_device_render_not_functioning_event_ratio  of streams
-- callee_network_connection_type                   of streams
-- callee_network_ip_address                        of streams
-- callee_network_network_transport_protocol        of streams
-- callee_network_reflexive_ip_address              of streams
-- callee_network_relay_ip_address                  of streams
-- callee_network_subnet                            of streams
-- callee_network_wifi_band                         of streams
-- callee_network_basic_service_set_identifier      of streams
-- callee_network_wifi_channel                      of streams
-- callee_network_wifi_signal_strength              of streams
-- callee_network_wifi_vendor_driver                of streams
-- callee_network_wifi_vendor_driver_version        of streams
-- callee_device_capture_device_name                of streams
-- callee_device_render_device_name                 of streams
-- callee_device_capture_device_driver              of streams
-- callee_device_capture_not_functioning_event_ratio  of streams
-- callee_device_cpu_insufficient_event_ratio       of streams
-- callee_device_low_speech_level_event_ratio       of streams
-- callee_device_low_speech_to_noise_event_ratio    of streams
-- callee_device_render_device_driver               of streams
-- callee_device_render_not_functioning_event_ratio  of streams
-- average_audio_degradation                       of streams
-- average_audio_network_jitter_ms                 of streams
-- average_bandwidth_estimate                      of streams
-- average_freeze_duration_ms                      of streams
-- average_jitter_ms                               of streams
-- average_packet_loss_rate                        of streams
-- average_ratio_of_concealed_samples              of streams
-- average_received_frame_rate                     of streams
-- average_round_trip_time_ms                      of streams
-- average_video_frame_loss_percentage             of streams
-- average_video_frame_rate                        of streams
-- average_video_packet_loss_rate                  of streams
-- low_frame_rate_ratio                            of streams
-- low_video_processing_capability_ratio           of streams
-- max_audio_network_jitter_ms                     of streams
-- max_jitter_ms                                   of streams
-- max_packet_loss_rate                            of streams
-- max_ratio_of_concealed_samples                  of streams
-- max_round_trip_time_ms                          of streams
-- packet_utilization                              of streams
-- post_forward_error_correction_packet_loss_rate  of streams
-- rms_freeze_duration_ms                          of streams
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    session_index,
    segment_index,
    media_index,
    stream_index,
    stream_id,
    media_label,
    media_type,
    sender,
    receiver,
    multiIf(
        ends = 'pp', 'peer',
        ends = 'ss', 'service',
        ends = 'ps', transform(sender, ['caller', 'callee'], ['outbound', 'inbound'], ''),
        ends = 'sp', transform(sender, ['caller', 'callee'], ['inbound', 'outbound'], ''),
        '') AS flow,
    /*verdict*/ AS verdict,
    /*reasons*/ AS reasons,
    /*verdict cqd-2022*/ AS verdict_cqd_2022,
    /*verdict cqd-2021*/ AS verdict_cqd_2021,
    /*verdict cri*/ AS verdict_cri,
    arrayFilter(name -> name != '', [
        if(max_packet_loss_rate > toFloat32(0.2), 'max_packet_loss_rate', ''),
        if(max_jitter_ms > 60, 'max_jitter_ms', ''),
        if(max_round_trip_time_ms > 1000, 'max_round_trip_time_ms', ''),
        if(average_ratio_of_concealed_samples > toFloat32(0.07), 'average_ratio_of_concealed_samples', ''),
        if(average_audio_degradation > toFloat32(1), 'average_audio_degradation', '')
    ]) AS warnings,
    measured,
    ifNull(own_seconds, segment_seconds) AS seconds,
    audio_codec,
    video_codec,
    caller_network_connection_type,
    caller_network_ip_address,
    caller_network_network_transport_protocol,
    caller_network_reflexive_ip_address,
    caller_network_relay_ip_address,
    caller_network_subnet,
    caller_network_wifi_band,
    caller_network_basic_service_set_identifier,
    caller_network_wifi_channel,
    caller_network_wifi_signal_strength,
    caller_network_wifi_vendor_driver,
    caller_network_wifi_vendor_driver_version,
    caller_device_capture_device_name,
    caller_device_render_device_name,
    caller_device_capture_device_driver,
    caller_device_capture_not_functioning_event_ratio,
    caller_device_cpu_insufficient_event_ratio,
    caller_device_low_speech_level_event_ratio,
    caller_device_low_speech_to_noise_event_ratio,
    caller_device_render_device_driver,
    caller_device_render_not_functioning_event_ratio,
    callee_network_connection_type,
    callee_network_ip_address,
    callee_network_network_transport_protocol,
    callee_network_reflexive_ip_address,
    callee_network_relay_ip_address,
    callee_network_subnet,
    callee_network_wifi_band,
    callee_network_basic_service_set_identifier,
    callee_network_wifi_channel,
    callee_network_wifi_signal_strength,
    callee_network_wifi_vendor_driver,
    callee_network_wifi_vendor_driver_version,
    callee_device_capture_device_name,
    callee_device_render_device_name,
    callee_device_capture_device_driver,
    callee_device_capture_not_functioning_event_ratio,
    callee_device_cpu_insufficient_event_ratio,
    callee_device_low_speech_level_event_ratio,
    callee_device_low_speech_to_noise_event_ratio,
    callee_device_render_device_driver,
    callee_device_render_not_functioning_event_ratio,
    average_audio_degradation,
    average_audio_network_jitter_ms,
    average_bandwidth_estimate,
    average_freeze_duration_ms,
    average_jitter_ms,
    average_packet_loss_rate,
    average_ratio_of_concealed_samples,
    average_received_frame_rate,
    average_round_trip_time_ms,
    average_video_frame_loss_percentage,
    average_video_frame_rate,
    average_video_packet_loss_rate,
    low_frame_rate_ratio,
    low_video_processing_capability_ratio,
    max_audio_network_jitter_ms,
    max_jitter_ms,
    max_packet_loss_rate,
    max_ratio_of_concealed_samples,
    max_round_trip_time_ms,
    packet_utilization,
    post_forward_error_correction_packet_loss_rate,
    rms_freeze_duration_ms
-- What the row of a stream tells by itself is told before the joins, which then carry less.
FROM (
    SELECT
        *,
        transform(media_label,
            ['main-audio', 'main-video', 'main-video1', 'main-video2', 'main-video3', 'main-video4', 'main-video5',
                'main-video6', 'main-video7', 'main-video8', 'main-video9', 'panoramic-video',
                'applicationsharing-video', 'data'],
            ['audio', 'video', 'video', 'video', 'video', 'video', 'video',
                'video', 'video', 'video', 'video', 'video',
                'sharing', 'data'], 'unknown') AS media_type,
        transform(stream_direction, [/*from_caller*/, /*from_callee*/], ['caller', 'callee'], '') AS sender,
        transform(sender, ['caller', 'callee'], ['callee', 'caller'], '') AS receiver,
        toBool(NOT (/*unmeasured*/)) AS measured,
        /*groups*/
    FROM (
        SELECT
            r.tenant_id AS tenant_id,
            r.record_id AS record_id,
            r.record_start_date_time AS record_start_date_time,
            r.session_index AS session_index,
            r.segment_index AS segment_index,
            r.media_index AS media_index,
            r.stream_index AS stream_index,
            r.stream_id AS stream_id,
            r.media_label AS media_label,
            r.stream_direction AS stream_direction,
            dateDiff('nanosecond', r.start_date_time, r.end_date_time) / 1e9 AS own_seconds,
            r.audio_codec AS audio_codec,
            r.video_codec AS video_codec,
            r.caller_network_connection_type AS caller_network_connection_type,
            r.caller_network_ip_address AS caller_network_ip_address,
            r.caller_network_network_transport_protocol AS caller_network_network_transport_protocol,
            r.caller_network_reflexive_ip_address AS caller_network_reflexive_ip_address,
            r.caller_network_relay_ip_address AS caller_network_relay_ip_address,
            r.caller_network_subnet AS caller_network_subnet,
            r.caller_network_wifi_band AS caller_network_wifi_band,
            r.caller_network_basic_service_set_identifier AS caller_network_basic_service_set_identifier,
            r.caller_network_wifi_channel AS caller_network_wifi_channel,
            r.caller_network_wifi_signal_strength AS caller_network_wifi_signal_strength,
            r.caller_network_wifi_vendor_driver AS caller_network_wifi_vendor_driver,
            r.caller_network_wifi_vendor_driver_version AS caller_network_wifi_vendor_driver_version,
            r.caller_device_capture_device_name AS caller_device_capture_device_name,
            r.caller_device_render_device_name AS caller_device_render_device_name,
            r.caller_device_capture_device_driver AS caller_device_capture_device_driver,
            r.caller_device_capture_not_functioning_event_ratio AS caller_device_capture_not_functioning_event_ratio,
            r.caller_device_cpu_insufficient_event_ratio AS caller_device_cpu_insufficient_event_ratio,
            r.caller_device_low_speech_level_event_ratio AS caller_device_low_speech_level_event_ratio,
            r.caller_device_low_speech_to_noise_event_ratio AS caller_device_low_speech_to_noise_event_ratio,
            r.caller_device_render_device_driver AS caller_device_render_device_driver,
            r.caller_device_render_not_functioning_event_ratio AS caller_device_render_not_functioning_event_ratio,
            r.callee_network_connection_type AS callee_network_connection_type,
            r.callee_network_ip_address AS callee_network_ip_address,
            r.callee_network_network_transport_protocol AS callee_network_network_transport_protocol,
            r.callee_network_reflexive_ip_address AS callee_network_reflexive_ip_address,
            r.callee_network_relay_ip_address AS callee_network_relay_ip_address,
            r.callee_network_subnet AS callee_network_subnet,
            r.callee_network_wifi_band AS callee_network_wifi_band,
            r.callee_network_basic_service_set_identifier AS callee_network_basic_service_set_identifier,
            r.callee_network_wifi_channel AS callee_network_wifi_channel,
            r.callee_network_wifi_signal_strength AS callee_network_wifi_signal_strength,
            r.callee_network_wifi_vendor_driver AS callee_network_wifi_vendor_driver,
            r.callee_network_wifi_vendor_driver_version AS callee_network_wifi_vendor_driver_version,
            r.callee_device_capture_device_name AS callee_device_capture_device_name,
            r.callee_device_render_device_name AS callee_device_render_device_name,
            r.callee_device_capture_device_driver AS callee_device_capture_device_driver,
            r.callee_device_capture_not_functioning_event_ratio AS callee_device_capture_not_functioning_event_ratio,
            r.callee_device_cpu_insufficient_event_ratio AS callee_device_cpu_insufficient_event_ratio,
            r.callee_device_low_speech_level_event_ratio AS callee_device_low_speech_level_event_ratio,
            r.callee_device_low_speech_to_noise_event_ratio AS callee_device_low_speech_to_noise_event_ratio,
            r.callee_device_render_device_driver AS callee_device_render_device_driver,
            r.callee_device_render_not_functioning_event_ratio AS callee_device_render_not_functioning_event_ratio,
            /*measures*/
        FROM {streams} AS r
    )
) AS s
-- The start of the record is a key here so that a filter on it prunes all three tables.
LEFT JOIN (
    SELECT
        g.tenant_id AS tenant_id,
        g.record_start_date_time AS record_start_date_time,
        g.record_id AS record_id,
        g.session_index AS session_index,
        g.segment_index AS segment_index,
        -- participant or service, by its first letter: the caller's and the callee's
        concat(
            left(if(g.caller_endpoint_type IN ('participantEndpoint', 'serviceEndpoint'),
                g.caller_endpoint_type, x.caller_endpoint_type), 1),
            left(if(g.callee_endpoint_type IN ('participantEndpoint', 'serviceEndpoint'),
                g.callee_endpoint_type, x.callee_endpoint_type), 1)) AS ends,
        ifNull(dateDiff('nanosecond', g.start_date_time, g.end_date_time),
            dateDiff('nanosecond', x.start_date_time, x.end_date_time)) / 1e9 AS segment_seconds
    FROM {segments} AS g
    LEFT JOIN {sessions} AS x USING (tenant_id, record_start_date_time, record_id, session_index)
) AS e USING (tenant_id, record_start_date_time, record_id, session_index, segment_index)
