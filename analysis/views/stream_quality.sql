-- One row per row of streams: who sent it, who received it, whether it was good, by whose rules, and why not.
--
-- tenant_id               of streams
-- record_id               of streams
-- record_start_date_time  of streams
-- load_id                 UInt64                  load of the record: one number per record, by which joins and
--     counts are faster than by record_id
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
    load_id,
    session_index,
    segment_index,
    media_index,
    stream_index,
    stream_id,
    media_label,
    media_type,
    sender,
    transform(r.sender, ['caller', 'callee'], ['callee', 'caller'], '') AS receiver,
    flow,
    /*verdict*/ AS verdict,
    reasons,
    verdict_cqd_2022,
    verdict_cqd_2021,
    verdict_cri,
    arrayFilter(name -> name != '', [
        if(max_packet_loss_rate > toFloat32(0.2), 'max_packet_loss_rate', ''),
        if(max_jitter_ms > 60, 'max_jitter_ms', ''),
        if(max_round_trip_time_ms > 1000, 'max_round_trip_time_ms', ''),
        if(average_ratio_of_concealed_samples > toFloat32(0.07), 'average_ratio_of_concealed_samples', ''),
        if(average_audio_degradation > toFloat32(1), 'average_audio_degradation', '')
    ]) AS warnings,
    measured,
    coalesce(
        dateDiff('nanosecond', r.start_date_time, r.end_date_time),
        dateDiff('nanosecond', r.segment_start_date_time, r.segment_end_date_time),
        dateDiff('nanosecond', r.session_start_date_time, r.session_end_date_time)) / 1e9 AS seconds,
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
    /*measures*/
FROM {streams_live} AS r
