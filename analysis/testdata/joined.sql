CREATE OR REPLACE VIEW {joined}.stream_quality
(
    tenant_id LowCardinality(String),
    record_id String,
    record_start_date_time DateTime64(7, 'UTC'),
    session_index UInt32,
    segment_index UInt32,
    media_index UInt32,
    stream_index UInt32,
    stream_id String,
    media_label LowCardinality(String),
    media_type LowCardinality(String),
    sender LowCardinality(String),
    receiver LowCardinality(String),
    flow LowCardinality(String),
    verdict LowCardinality(String),
    reasons Array(LowCardinality(String)),
    verdict_cqd_2022 LowCardinality(String),
    verdict_cqd_2021 LowCardinality(String),
    verdict_cri LowCardinality(String),
    warnings Array(LowCardinality(String)),
    measured Bool,
    seconds Nullable(Float64),
    audio_codec LowCardinality(String),
    video_codec LowCardinality(String),
    caller_network_connection_type LowCardinality(String),
    caller_network_ip_address String,
    caller_network_network_transport_protocol LowCardinality(String),
    caller_network_reflexive_ip_address String,
    caller_network_relay_ip_address String,
    caller_network_subnet LowCardinality(String),
    caller_network_wifi_band LowCardinality(String),
    caller_network_basic_service_set_identifier String,
    caller_network_wifi_channel Nullable(Int32),
    caller_network_wifi_signal_strength Nullable(Int32),
    caller_network_wifi_vendor_driver LowCardinality(String),
    caller_network_wifi_vendor_driver_version LowCardinality(String),
    caller_device_capture_device_name LowCardinality(String),
    caller_device_render_device_name LowCardinality(String),
    caller_device_capture_device_driver LowCardinality(String),
    caller_device_capture_not_functioning_event_ratio Nullable(Float32),
    caller_device_cpu_insufficient_event_ratio Nullable(Float32),
    caller_device_low_speech_level_event_ratio Nullable(Float32),
    caller_device_low_speech_to_noise_event_ratio Nullable(Float32),
    caller_device_render_device_driver LowCardinality(String),
    caller_device_render_not_functioning_event_ratio Nullable(Float32),
    callee_network_connection_type LowCardinality(String),
    callee_network_ip_address String,
    callee_network_network_transport_protocol LowCardinality(String),
    callee_network_reflexive_ip_address String,
    callee_network_relay_ip_address String,
    callee_network_subnet LowCardinality(String),
    callee_network_wifi_band LowCardinality(String),
    callee_network_basic_service_set_identifier String,
    callee_network_wifi_channel Nullable(Int32),
    callee_network_wifi_signal_strength Nullable(Int32),
    callee_network_wifi_vendor_driver LowCardinality(String),
    callee_network_wifi_vendor_driver_version LowCardinality(String),
    callee_device_capture_device_name LowCardinality(String),
    callee_device_render_device_name LowCardinality(String),
    callee_device_capture_device_driver LowCardinality(String),
    callee_device_capture_not_functioning_event_ratio Nullable(Float32),
    callee_device_cpu_insufficient_event_ratio Nullable(Float32),
    callee_device_low_speech_level_event_ratio Nullable(Float32),
    callee_device_low_speech_to_noise_event_ratio Nullable(Float32),
    callee_device_render_device_driver LowCardinality(String),
    callee_device_render_not_functioning_event_ratio Nullable(Float32),
    average_audio_degradation Nullable(Float32),
    average_audio_network_jitter_ms Nullable(Float64),
    average_bandwidth_estimate Nullable(Int64),
    average_freeze_duration_ms Nullable(Float64),
    average_jitter_ms Nullable(Float64),
    average_packet_loss_rate Nullable(Float32),
    average_ratio_of_concealed_samples Nullable(Float32),
    average_received_frame_rate Nullable(Float32),
    average_round_trip_time_ms Nullable(Float64),
    average_video_frame_loss_percentage Nullable(Float32),
    average_video_frame_rate Nullable(Float32),
    average_video_packet_loss_rate Nullable(Float32),
    low_frame_rate_ratio Nullable(Float32),
    low_video_processing_capability_ratio Nullable(Float32),
    max_audio_network_jitter_ms Nullable(Float64),
    max_jitter_ms Nullable(Float64),
    max_packet_loss_rate Nullable(Float32),
    max_ratio_of_concealed_samples Nullable(Float32),
    max_round_trip_time_ms Nullable(Float64),
    packet_utilization Nullable(Int64),
    post_forward_error_correction_packet_loss_rate Nullable(Float32),
    rms_freeze_duration_ms Nullable(Float64)
)
AS (SELECT
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
    ['unclassified', 'good', 'poor', 'not_applicable'][1 + multiIf(
        stream_id = '' OR media_type = 'data',
        3,
        media_type = 'audio',
        group_1,
        media_type = 'video',
        group_2,
        media_type = 'sharing' AND flow IN ('inbound', 'peer') AND video_codec NOT IN ('h264s'),
        group_3,
        media_type = 'sharing',
        group_4,
        0)] AS verdict,
    multiIf(
        media_type = 'audio',
        multiIf(
            NOT ifNull(packet_utilization > 500, false),
            [],
            arrayFilter(name -> name != '', [if(average_round_trip_time_ms > 500, 'average_round_trip_time_ms', ''),
                if(average_packet_loss_rate > toFloat32(0.1), 'average_packet_loss_rate', ''),
                if(average_jitter_ms > 30, 'average_jitter_ms', '')])),
        media_type = 'video',
        multiIf(
            average_video_frame_loss_percentage IS NOT NULL,
            if(average_video_frame_loss_percentage > toFloat32(50), ['average_video_frame_loss_percentage'], []),
            average_video_frame_rate IS NOT NULL,
            if(average_video_frame_rate < toFloat32(7), ['average_video_frame_rate'], []),
            post_forward_error_correction_packet_loss_rate IS NOT NULL,
            if(post_forward_error_correction_packet_loss_rate > toFloat32(0.15), ['post_forward_error_correction_packet_loss_rate'], []),
            []),
        media_type = 'sharing' AND flow IN ('inbound', 'peer') AND video_codec NOT IN ('h264s'),
        multiIf(
            average_video_frame_loss_percentage IS NOT NULL,
            if(average_video_frame_loss_percentage > toFloat32(50), ['average_video_frame_loss_percentage'], []),
            []),
        media_type = 'sharing',
        multiIf(
            average_video_frame_rate IS NOT NULL,
            if(average_video_frame_rate < toFloat32(1), ['average_video_frame_rate'], []),
            []),
        []) AS reasons,
    ['unclassified', 'good', 'poor', 'not_applicable'][1 + multiIf(
        stream_id = '' OR media_type = 'data',
        3,
        media_type = 'audio',
        group_1,
        media_type = 'video',
        group_2,
        media_type = 'sharing' AND flow IN ('inbound', 'peer') AND video_codec NOT IN ('h264s'),
        group_3,
        media_type = 'sharing',
        group_4,
        0)] AS verdict_cqd_2022,
    ['unclassified', 'good', 'poor', 'not_applicable'][1 + multiIf(
        stream_id = '' OR media_type = 'data',
        3,
        media_type = 'audio',
        group_5,
        media_type = 'video',
        group_2,
        media_type = 'sharing',
        group_6,
        0)] AS verdict_cqd_2021,
    ['unclassified', 'good', 'poor', 'not_applicable'][1 + multiIf(
        stream_id = '' OR media_type = 'data',
        3,
        media_type = 'audio',
        group_7,
        media_type = 'video',
        group_2,
        media_type = 'sharing',
        group_6,
        0)] AS verdict_cri,
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
        transform(stream_direction, ['callerToCallee', 'calleeToCaller'], ['caller', 'callee'], '') AS sender,
        transform(sender, ['caller', 'callee'], ['callee', 'caller'], '') AS receiver,
        toBool(NOT (packet_utilization IS NULL AND average_round_trip_time_ms IS NULL AND average_packet_loss_rate IS NULL AND average_jitter_ms IS NULL AND average_video_frame_loss_percentage IS NULL AND average_video_frame_rate IS NULL AND post_forward_error_correction_packet_loss_rate IS NULL AND average_audio_degradation IS NULL AND average_ratio_of_concealed_samples IS NULL)) AS measured,
        multiIf(
            NOT ifNull(packet_utilization > 500, false),
            0,
            average_round_trip_time_ms IS NULL AND average_packet_loss_rate IS NULL AND average_jitter_ms IS NULL,
            0,
            average_round_trip_time_ms > 500 OR average_packet_loss_rate > toFloat32(0.1) OR average_jitter_ms > 30,
            2,
            1) AS group_1,
        multiIf(
            average_video_frame_loss_percentage IS NOT NULL,
            if(average_video_frame_loss_percentage > toFloat32(50), 2, 1),
            average_video_frame_rate IS NOT NULL,
            if(average_video_frame_rate < toFloat32(7), 2, 1),
            post_forward_error_correction_packet_loss_rate IS NOT NULL,
            if(post_forward_error_correction_packet_loss_rate > toFloat32(0.15), 2, 1),
            0) AS group_2,
        multiIf(
            average_video_frame_loss_percentage IS NOT NULL,
            if(average_video_frame_loss_percentage > toFloat32(50), 2, 1),
            0) AS group_3,
        multiIf(
            average_video_frame_rate IS NOT NULL,
            if(average_video_frame_rate < toFloat32(1), 2, 1),
            0) AS group_4,
        multiIf(
            average_round_trip_time_ms IS NULL AND average_packet_loss_rate IS NULL AND average_jitter_ms IS NULL AND average_audio_degradation IS NULL AND average_ratio_of_concealed_samples IS NULL,
            0,
            average_round_trip_time_ms > 500 OR average_packet_loss_rate > toFloat32(0.1) OR average_jitter_ms > 30 OR average_audio_degradation > toFloat32(1) OR average_ratio_of_concealed_samples > toFloat32(0.07),
            2,
            1) AS group_5,
        multiIf(
            average_video_frame_loss_percentage IS NOT NULL,
            if(average_video_frame_loss_percentage > toFloat32(50), 2, 1),
            average_video_frame_rate IS NOT NULL,
            if(average_video_frame_rate < toFloat32(2), 2, 1),
            post_forward_error_correction_packet_loss_rate IS NOT NULL,
            if(post_forward_error_correction_packet_loss_rate > toFloat32(0.15), 2, 1),
            0) AS group_6,
        multiIf(
            NOT ifNull(packet_utilization > 1000, false),
            0,
            average_round_trip_time_ms > 500 OR average_packet_loss_rate > toFloat32(0.1) OR average_jitter_ms > 30,
            2,
            1) AS group_7
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
            if(isFinite(r.average_audio_degradation), r.average_audio_degradation, NULL) AS average_audio_degradation,
            if(isFinite(r.average_audio_network_jitter_ms), r.average_audio_network_jitter_ms, NULL) AS average_audio_network_jitter_ms,
            r.average_bandwidth_estimate AS average_bandwidth_estimate,
            if(isFinite(r.average_freeze_duration_ms), r.average_freeze_duration_ms, NULL) AS average_freeze_duration_ms,
            if(isFinite(r.average_jitter_ms), r.average_jitter_ms, NULL) AS average_jitter_ms,
            if(isFinite(r.average_packet_loss_rate), r.average_packet_loss_rate, NULL) AS average_packet_loss_rate,
            if(isFinite(r.average_ratio_of_concealed_samples), r.average_ratio_of_concealed_samples, NULL) AS average_ratio_of_concealed_samples,
            if(isFinite(r.average_received_frame_rate), r.average_received_frame_rate, NULL) AS average_received_frame_rate,
            if(isFinite(r.average_round_trip_time_ms), r.average_round_trip_time_ms, NULL) AS average_round_trip_time_ms,
            if(isFinite(r.average_video_frame_loss_percentage), r.average_video_frame_loss_percentage, NULL) AS average_video_frame_loss_percentage,
            if(isFinite(r.average_video_frame_rate), r.average_video_frame_rate, NULL) AS average_video_frame_rate,
            if(isFinite(r.average_video_packet_loss_rate), r.average_video_packet_loss_rate, NULL) AS average_video_packet_loss_rate,
            if(isFinite(r.low_frame_rate_ratio), r.low_frame_rate_ratio, NULL) AS low_frame_rate_ratio,
            if(isFinite(r.low_video_processing_capability_ratio), r.low_video_processing_capability_ratio, NULL) AS low_video_processing_capability_ratio,
            if(isFinite(r.max_audio_network_jitter_ms), r.max_audio_network_jitter_ms, NULL) AS max_audio_network_jitter_ms,
            if(isFinite(r.max_jitter_ms), r.max_jitter_ms, NULL) AS max_jitter_ms,
            if(isFinite(r.max_packet_loss_rate), r.max_packet_loss_rate, NULL) AS max_packet_loss_rate,
            if(isFinite(r.max_ratio_of_concealed_samples), r.max_ratio_of_concealed_samples, NULL) AS max_ratio_of_concealed_samples,
            if(isFinite(r.max_round_trip_time_ms), r.max_round_trip_time_ms, NULL) AS max_round_trip_time_ms,
            r.packet_utilization AS packet_utilization,
            if(isFinite(r.post_forward_error_correction_packet_loss_rate), r.post_forward_error_correction_packet_loss_rate, NULL) AS post_forward_error_correction_packet_loss_rate,
            if(isFinite(r.rms_freeze_duration_ms), r.rms_freeze_duration_ms, NULL) AS rms_freeze_duration_ms
        FROM {views}.streams AS r
    )
) AS s
LEFT JOIN (
    SELECT
        g.tenant_id AS tenant_id,
        g.record_start_date_time AS record_start_date_time,
        g.record_id AS record_id,
        g.session_index AS session_index,
        g.segment_index AS segment_index,
        concat(
            left(if(g.caller_endpoint_type IN ('participantEndpoint', 'serviceEndpoint'),
                g.caller_endpoint_type, x.caller_endpoint_type), 1),
            left(if(g.callee_endpoint_type IN ('participantEndpoint', 'serviceEndpoint'),
                g.callee_endpoint_type, x.callee_endpoint_type), 1)) AS ends,
        ifNull(dateDiff('nanosecond', g.start_date_time, g.end_date_time),
            dateDiff('nanosecond', x.start_date_time, x.end_date_time)) / 1e9 AS segment_seconds
    FROM {views}.segments AS g
    LEFT JOIN {views}.sessions AS x USING (tenant_id, record_start_date_time, record_id, session_index)
) AS e USING (tenant_id, record_start_date_time, record_id, session_index, segment_index)
SETTINGS join_use_nulls = 0
);

CREATE OR REPLACE VIEW {joined}.session_people
(
    tenant_id LowCardinality(String),
    record_id String,
    record_start_date_time DateTime64(7, 'UTC'),
    session_index UInt32,
    side LowCardinality(String),
    person_id String,
    person_name String,
    user_principal_name String,
    person_kind LowCardinality(String),
    person_tenant_id LowCardinality(String),
    takes_part Bool,
    machine String,
    platform LowCardinality(String),
    application_version LowCardinality(String),
    start_date_time Nullable(DateTime64(7, 'UTC')),
    end_date_time Nullable(DateTime64(7, 'UTC')),
    rating Nullable(Int32),
    complaints Array(String),
    feedback_text String
)
AS (SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    session_index,
    e.1 AS side,
    multiIf(e.4 != '', e.4, e.5 != '', e.5, user_principal_name != '', user_principal_name, person_name)
        AS person_id,
    if(e.6 != '', e.6, e.7) AS person_name,
    if(e.8 != '', e.8, e.9) AS user_principal_name,
    multiIf(
        e.3 = 'phone', 'phone',
        e.3 IN ('acsUser', 'azureCommunicationServicesUser', 'encrypted')
            OR person_id LIKE '%teamsvisitor:%', 'anonymous',
        e.3 = 'guest' OR user_principal_name ILIKE '%#EXT#%', 'guest',
        person_tenant_id NOT IN ('', tenant_id), 'federated',
        e.3 = 'user', 'internal',
        'unknown') AS person_kind,
    if(e.10 != '', e.10, e.11) AS person_tenant_id,
    toBool(side = 'caller' OR type = 'peerToPeer') AS takes_part,
    e.12 AS machine,
    e.13 AS platform,
    e.14 AS application_version,
    start_date_time,
    end_date_time,
    nullIf(transform(e.15, ['notRated', 'bad', 'poor', 'fair', 'good', 'excellent'], [0, 1, 2, 3, 4, 5], -1), -1) AS rating,
    arraySort(mapKeys(mapFilter((token, ticked) -> ticked, e.16))) AS complaints,
    e.17 AS feedback_text
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        session_index,
        start_date_time,
        end_date_time,
        e
    FROM {views}.sessions
    ARRAY JOIN [
        ('caller', caller_endpoint_type, caller_identity_kind, caller_associated_identity_id, caller_identity_id,
            caller_associated_identity_display_name, caller_identity_display_name,
            caller_associated_identity_user_principal_name, caller_identity_user_principal_name,
            caller_associated_identity_tenant_id, caller_identity_tenant_id,
            caller_name, caller_user_agent_platform, caller_user_agent_application_version,
            caller_feedback_rating, caller_feedback_tokens, caller_feedback_text),
        ('callee', callee_endpoint_type, callee_identity_kind, callee_associated_identity_id, callee_identity_id,
            callee_associated_identity_display_name, callee_identity_display_name,
            callee_associated_identity_user_principal_name, callee_identity_user_principal_name,
            callee_associated_identity_tenant_id, callee_identity_tenant_id,
            callee_name, callee_user_agent_platform, callee_user_agent_application_version,
            callee_feedback_rating, callee_feedback_tokens, callee_feedback_text)] AS e
) AS s
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        start_date_time AS record_start_date_time,
        type
    FROM {views}.records
) AS r USING (tenant_id, record_start_date_time, record_id)
WHERE e.2 != 'serviceEndpoint'
    AND position(lower(e.3), 'application') = 0
    AND (person_id != '' OR e.2 = 'participantEndpoint')
SETTINGS join_use_nulls = 0
);

CREATE OR REPLACE VIEW {joined}.session_outcomes
(
    tenant_id LowCardinality(String),
    record_id String,
    record_start_date_time DateTime64(7, 'UTC'),
    session_index UInt32,
    session_id String,
    start_date_time Nullable(DateTime64(7, 'UTC')),
    end_date_time Nullable(DateTime64(7, 'UTC')),
    scenario LowCardinality(String),
    outcome LowCardinality(String),
    expected Bool,
    failure_category LowCardinality(String),
    failure_stage LowCardinality(String),
    failure_reason LowCardinality(String),
    seconds Nullable(Float64),
    short Bool,
    verdict LowCardinality(String),
    poor_streams UInt64,
    good_streams UInt64,
    unclassified_streams UInt64,
    rating Nullable(Int32)
)
AS (WITH (
    SELECT arraySort(p -> (p.1 = '', p.2), groupArray((tenant_id, line, stage, pattern, expected, category)))
    FROM {views}.failure_patterns
) AS patterns
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    session_index,
    session_id,
    start_date_time,
    end_date_time,
    multiIf(
        is_test, 'test',
        hasAny(roles, ['voicemail', 'exchangeUnifiedMessagingService']), 'voicemail',
        hasAny(roles, ['skypeForBusinessAutoAttendant', 'skypeForBusinessCallQueues', 'skypeForBusinessAttendant',
            'responseGroupService', 'responseGroupServiceAnnouncementService']), 'voice_app',
        is_phone OR hasAny(roles, ['mediationServer', 'mediationServerCloudConnectorEdition', 'gateway']), 'pstn',
        type = 'groupCall', 'meeting',
        type = 'peerToPeer', 'peer_to_peer',
        'unknown') AS scenario,
    transform(failure_stage, ['callSetup', 'midcall'], ['setup_failed', 'dropped'], 'ok') AS outcome,
    toBool(outcome != 'ok' AND (ifNull(seconds < 5, false) OR fits.5)) AS expected,
    fits.6 AS failure_category,
    failure_stage,
    failure_reason,
    seconds,
    toBool(ifNull(seconds < 60, false)) AS short,
    multiIf(poor_streams > 0, 'poor', good_streams > 0, 'good', 'unclassified') AS verdict,
    poor_streams,
    good_streams,
    unclassified_streams,
    multiIf(
        arrayExists(r -> r > 0, ratings), toInt32(arrayMin(arrayFilter(r -> r > 0, ratings))),
        has(ratings, 0), toInt32(0),
        NULL) AS rating
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        session_index,
        session_id,
        start_date_time,
        end_date_time,
        ifNull(is_test, false) AS is_test,
        [caller_user_agent_role, callee_user_agent_role] AS roles,
        caller_identity_kind = 'phone' OR callee_identity_kind = 'phone' AS is_phone,
        failure_stage,
        failure_reason,
        arrayFirst(
            p -> p.1 IN ('', tenant_id) AND p.3 IN ('', failure_stage) AND failure_reason ILIKE p.4,
            if(failure_stage IN ('callSetup', 'midcall'), patterns, [])) AS fits,
        dateDiff('nanosecond', start_date_time, end_date_time) / 1e9 AS seconds,
        arrayMap(r -> transform(r, ['notRated', 'bad', 'poor', 'fair', 'good', 'excellent'], [0, 1, 2, 3, 4, 5], -1),
            [caller_feedback_rating, callee_feedback_rating]) AS ratings
    FROM {views}.sessions
) AS s
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        start_date_time AS record_start_date_time,
        type
    FROM {views}.records
) AS r USING (tenant_id, record_start_date_time, record_id)
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        session_index,
        countIf(verdict = 'poor') AS poor_streams,
        countIf(verdict = 'good') AS good_streams,
        countIf(verdict = 'unclassified') AS unclassified_streams
    FROM {joined}.stream_quality
    WHERE media_type = 'audio'
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        session_index
) AS q USING (tenant_id, record_start_date_time, record_id, session_index)
SETTINGS join_use_nulls = 0
);

CREATE OR REPLACE VIEW {joined}.call_people
(
    tenant_id LowCardinality(String),
    record_id String,
    record_start_date_time DateTime64(7, 'UTC'),
    person_id String,
    person_name String,
    user_principal_name String,
    person_kind LowCardinality(String),
    person_tenant_id LowCardinality(String),
    joined Nullable(DateTime64(7, 'UTC')),
    left Nullable(DateTime64(7, 'UTC')),
    present_from Array(Nullable(Float64)),
    present_to Array(Nullable(Float64)),
    minutes Nullable(Float64),
    sessions UInt64,
    rejoins UInt64,
    verdict_heard LowCardinality(String),
    verdict_sent LowCardinality(String),
    role LowCardinality(String),
    building LowCardinality(String),
    capture_device LowCardinality(String),
    platform LowCardinality(String),
    rating Nullable(Int32),
    in_list Bool,
    in_sessions Bool
)
AS (SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    person_id,
    person_name,
    user_principal_name,
    person_kind,
    person_tenant_id,
    joined,
    left,
    arrayMap(p -> toNullable(p.1 / 1e9), presence) AS present_from,
    arrayMap(p -> toNullable(p.2 / 1e9), presence) AS present_to,
    arraySum(p -> p.2 - p.1, presence) / 6e10 AS minutes,
    sessions,
    toUInt64(greatest(length(presence), 1) - 1) AS rejoins,
    multiIf(heard_poor > 0, 'poor', heard_good > 0, 'good', 'unclassified') AS verdict_heard,
    multiIf(sent_poor > 0, 'poor', sent_good > 0, 'good', 'unclassified') AS verdict_sent,
    multiIf(
        heard_poor > 0 AND sent_poor > 0, 'both',
        heard_poor > 0, 'impacted',
        sent_poor > 0, 'impacting',
        'none') AS role,
    b.building AS building,
    capture_device,
    platform,
    multiIf(stars > 0, toNullable(stars), asked, toInt32(0), NULL) AS rating,
    in_list,
    in_sessions
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        person_id,
        max(name) AS person_name,
        max(upn) AS user_principal_name,
        argMax(kind, kind != 'unknown') AS person_kind,
        max(home) AS person_tenant_id,
        min(begun) AS joined,
        max(ended) AS left,
        arrayFold(
            (merged, span) -> if(notEmpty(merged) AND span.1 <= merged[-1].2,
                arrayPushBack(arrayPopBack(merged), (merged[-1].1, greatest(merged[-1].2, span.2))),
                arrayPushBack(merged, span)),
            arraySort(groupArrayIf((ifNull(at, 0), ifNull(until, 0)), at IS NOT NULL)),
            CAST([], 'Array(Tuple(Int64, Int64))')) AS presence,
        countIf(of_session) AS sessions,
        sum(p.heard_poor) AS heard_poor,
        sum(p.heard_good) AS heard_good,
        sum(p.sent_poor) AS sent_poor,
        sum(p.sent_good) AS sent_good,
        max(device) AS capture_device,
        toUInt128(toIPv6OrDefault(ifNull(argMaxIf(p.address, begun, p.address != ''), ''))) AS number,
        ifNull(argMax(client, begun), '') AS platform,
        minIf(ifNull(rated, 0), rated > 0) AS stars,
        countIf(rated IS NOT NULL) > 0 AS asked,
        toBool(countIf(NOT of_session) > 0) AS in_list,
        toBool(countIf(of_session) > 0) AS in_sessions
    FROM (
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            multiIf(identity_id != '', identity_id,
                identity_user_principal_name != '', identity_user_principal_name,
                identity_display_name) AS person_id,
            identity_display_name AS name,
            identity_user_principal_name AS upn,
            multiIf(
        identity_kind = 'phone', 'phone',
        identity_kind IN ('acsUser', 'azureCommunicationServicesUser', 'encrypted')
            OR person_id LIKE '%teamsvisitor:%', 'anonymous',
        identity_kind = 'guest' OR upn ILIKE '%#EXT#%', 'guest',
        home NOT IN ('', tenant_id), 'federated',
        identity_kind = 'user', 'internal',
        'unknown') AS kind,
            identity_tenant_id AS home,
            false AS of_session,
            NULL AS begun,
            NULL AS ended,
            NULL AS at,
            NULL AS until,
            NULL AS rated,
            '' AS client,
            '' AS device,
            '' AS address,
            0 AS heard_poor,
            0 AS heard_good,
            0 AS sent_poor,
            0 AS sent_good
        FROM {views}.participants
        WHERE position(lower(identity_kind), 'application') = 0
        UNION ALL
        SELECT
            s.tenant_id,
            s.record_id,
            s.record_start_date_time,
            s.person_id,
            s.person_name,
            s.user_principal_name,
            s.person_kind,
            s.person_tenant_id,
            true,
            s.start_date_time,
            ifNull(s.end_date_time, s.start_date_time),
            dateDiff('nanosecond', s.record_start_date_time, s.start_date_time),
            dateDiff('nanosecond', s.record_start_date_time, ifNull(s.end_date_time, s.start_date_time)),
            s.rating,
            s.platform,
            q.capture_device,
            q.address,
            q.heard_poor,
            q.heard_good,
            q.sent_poor,
            q.sent_good
        FROM {joined}.session_people AS s
        LEFT JOIN (
            SELECT
                tenant_id,
                record_id,
                record_start_date_time,
                session_index,
                side,
                max(if(side = 'caller', caller_device_capture_device_name, callee_device_capture_device_name))
                    AS capture_device,
                max(if(side = 'caller', caller_network_ip_address, callee_network_ip_address)) AS ip_address,
                max(if(side = 'caller', caller_network_subnet, callee_network_subnet)) AS subnet,
                if(ip_address != '', ip_address, toString(subnet)) AS address,
                countIf(way = 'heard' AND verdict = 'poor') AS heard_poor,
                countIf(way = 'heard' AND verdict = 'good') AS heard_good,
                countIf(way = 'sent' AND verdict = 'poor') AS sent_poor,
                countIf(way = 'sent' AND verdict = 'good') AS sent_good
            FROM {joined}.stream_quality
            ARRAY JOIN
                [sender, receiver] AS side,
                ['sent', 'heard'] AS way
            WHERE media_type = 'audio'
            GROUP BY
                tenant_id,
                record_id,
                record_start_date_time,
                session_index,
                side
        ) AS q USING (tenant_id, record_start_date_time, record_id, session_index, side)
        WHERE s.takes_part
    ) AS p
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time,
        person_id
) AS c
ASOF LEFT JOIN (
    SELECT
        tenant_id AS of_tenant,
        first_number,
        building
    FROM {views}.building_ranges
) AS b ON c.tenant_id = b.of_tenant AND c.number >= b.first_number
SETTINGS join_use_nulls = 0
);

CREATE OR REPLACE VIEW {joined}.calls
AS SELECT
    c.tenant_id AS tenant_id,
    c.record_id AS record_id,
    c.record_start_date_time AS record_start_date_time,
    c.record_start_date_time AS start_date_time,
    c.end_date_time AS end_date_time,
    c.type AS type,
    c.modalities AS modalities,
    c.join_web_url AS join_web_url,
    c.organizer_id AS organizer_id,
    c.organizer_display_name AS organizer_display_name,
    c.organizer_user_principal_name AS organizer_user_principal_name,
    multiIf(
        has(s.scenarios, 'test'), 'test',
        has(s.scenarios, 'voicemail'), 'voicemail',
        has(s.scenarios, 'voice_app'), 'voice_app',
        c.type = 'groupCall', 'meeting',
        has(s.scenarios, 'pstn') OR p.phones > 0, 'pstn',
        c.type = 'peerToPeer', 'peer_to_peer',
        'unknown') AS scenario,
    p.people AS people,
    p.guests AS guests,
    p.anonymous AS anonymous,
    p.phones AS phones,
    p.federated_tenants AS federated_tenants,
    dateDiff('nanosecond', c.record_start_date_time, c.end_date_time) / 6e10 AS minutes,
    p.person_minutes AS person_minutes,
    p.peak_people AS peak_people,
    p.poor_people AS poor_people,
    multiIf(s.poor_streams > 0, 'poor', s.good_streams > 0, 'good', 'unclassified') AS verdict,
    s.sessions AS sessions,
    s.failed_sessions AS failed_sessions,
    s.dropped_sessions AS dropped_sessions,
    s.unexpected_failures AS unexpected_failures,
    c.version AS version,
    dateDiff('millisecond', c.end_date_time, c.last_modified_date_time) / 36e5 AS hours_to_last_change
FROM (SELECT *, start_date_time AS record_start_date_time FROM {views}.records) AS c
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        count() AS people,
        countIf(person_kind = 'guest') AS guests,
        countIf(person_kind = 'anonymous') AS anonymous,
        countIf(person_kind = 'phone') AS phones,
        uniqExactIf(person_tenant_id, person_tenant_id NOT IN ('', tenant_id)) AS federated_tenants,
        sum(minutes) AS person_minutes,
        -- Coming adds one and going takes one away; at the same instant those who go are first.
        toUInt64(arrayMax(arrayPushFront(arrayCumSum(event -> event.2, arraySort(arrayConcat(
            arrayMap(at -> (at, 1), groupArrayArray(present_from)),
            arrayMap(at -> (at, -1), groupArrayArray(present_to))))), 0))) AS peak_people,
        countIf(verdict_heard = 'poor') AS poor_people
    FROM {joined}.call_people
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time
) AS p USING (tenant_id, record_start_date_time, record_id)
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        groupUniqArray(scenario) AS scenarios,
        sum(poor_streams) AS poor_streams,
        sum(good_streams) AS good_streams,
        count() AS sessions,
        countIf(outcome = 'setup_failed') AS failed_sessions,
        countIf(outcome = 'dropped') AS dropped_sessions,
        countIf(outcome != 'ok' AND NOT expected) AS unexpected_failures
    FROM {joined}.session_outcomes
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time
) AS s USING (tenant_id, record_start_date_time, record_id);

CREATE OR REPLACE VIEW {joined}.call_phones
AS SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    pair.1 AS user_id,
    pair.2.1 AS number,
    pair.2.2 AS start_date_time
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        groupUniqArrayIf(p.id, p.kind NOT IN ('phone', 'record')) AS users,
        groupUniqArrayIf((p.id, p.at), p.kind = 'phone' AND p.id != '') AS phones,
        maxIf(p.id, p.kind = 'record') AS organizer,
        max(p.of_meeting) AS is_meeting
    FROM (
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            person_kind AS kind,
            person_id AS id,
            ifNull(start_date_time, record_start_date_time) AS at,
            false AS of_meeting
        FROM {joined}.session_people
        UNION ALL
        SELECT
            tenant_id,
            record_id,
            record_start_date_time,
            identity_kind,
            identity_id,
            record_start_date_time,
            false
        FROM {views}.participants
        WHERE identity_kind IN ('user', 'phone')
        UNION ALL
        SELECT
            tenant_id,
            record_id,
            start_date_time AS record_start_date_time,
            'record',
            organizer_id,
            start_date_time,
            type = 'groupCall'
        FROM {views}.records
    ) AS p
    GROUP BY
        tenant_id,
        record_id,
        record_start_date_time
    HAVING notEmpty(phones)
)
-- By place: 1 user, 2 telephone: its number and the start of its session.
ARRAY JOIN arrayFlatten(arrayMap(
    user -> arrayMap(phone -> (user, phone), phones),
    arrayFilter(
        user -> user != '',
        if(is_meeting, [organizer], arrayDistinct(arrayPushBack(users, organizer)))))) AS pair;

CREATE OR REPLACE VIEW {joined}.stream_ends
(
    tenant_id LowCardinality(String),
    record_id String,
    record_start_date_time DateTime64(7, 'UTC'),
    session_index UInt32,
    segment_index UInt32,
    media_index UInt32,
    stream_index UInt32,
    media_type LowCardinality(String),
    flow LowCardinality(String),
    side LowCardinality(String),
    person_id String,
    person_hash UInt64,
    person_name String,
    user_principal_name String,
    machine String,
    platform LowCardinality(String),
    application_version LowCardinality(String),
    capture_device LowCardinality(String),
    capture_driver LowCardinality(String),
    render_device LowCardinality(String),
    render_driver LowCardinality(String),
    ip_address String,
    subnet LowCardinality(String),
    reflexive_ip_address String,
    reflexive_network LowCardinality(String),
    connection_type LowCardinality(String),
    wifi_band LowCardinality(String),
    wifi_channel Nullable(Int32),
    wifi_signal Nullable(Int32),
    wifi_driver LowCardinality(String),
    wifi_driver_version LowCardinality(String),
    wifi_driver_full LowCardinality(String),
    bssid String,
    transport LowCardinality(String),
    relayed Bool,
    building LowCardinality(String),
    city LowCardinality(String),
    country LowCardinality(String),
    region LowCardinality(String),
    inside Bool,
    network_class LowCardinality(String),
    capture_not_working Nullable(Float32),
    render_not_working Nullable(Float32),
    low_level Nullable(Float32),
    noise Nullable(Float32),
    cpu_insufficient Nullable(Float32),
    rating Nullable(Int32),
    measured Bool,
    verdict LowCardinality(String),
    reasons Array(LowCardinality(String))
)
AS (SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    session_index,
    segment_index,
    media_index,
    stream_index,
    media_type,
    flow,
    if(sender = '', '', if(sender = side, 'sender', 'receiver')) AS side,
    p.person_id AS person_id,
    cityHash64(p.person_id) AS person_hash,
    p.person_name AS person_name,
    p.user_principal_name AS user_principal_name,
    p.machine AS machine,
    p.platform AS platform,
    p.application_version AS application_version,
    capture_device,
    capture_driver,
    render_device,
    render_driver,
    ip_address,
    subnet,
    reflexive_ip_address,
    multiIf(
        isIPv4String(reflexive_ip_address), replaceRegexpOne(reflexive_ip_address, '[.][0-9]+$', '.0/24'),
        isIPv6String(reflexive_ip_address), concat(cutIPv6(toIPv6OrDefault(reflexive_ip_address), 10, 0), '/48'),
        '') AS reflexive_network,
    connection_type,
    wifi_band,
    wifi_channel,
    wifi_signal,
    wifi_driver,
    wifi_driver_version,
    if(wifi_driver_version = '', wifi_driver, concat(wifi_driver, ' ', wifi_driver_version)) AS wifi_driver_full,
    bssid,
    transport,
    toBool(relay != '') AS relayed,
    b.building AS building,
    b.city AS city,
    b.country AS country,
    b.region AS region,
    b.inside AS inside,
    multiIf(
        connection_type = 'tunnel' OR b.vpn, 'vpn',
        connection_type = 'mobile', 'mobile',
        b.inside AND connection_type = 'wired', 'office_wired',
        b.inside AND connection_type = 'wifi', 'office_wifi',
        b.of_tenant != '' AND NOT b.inside AND address != 0 AND connection_type IN ('wired', 'wifi'), 'home',
        'unknown') AS network_class,
    capture_not_working,
    render_not_working,
    low_level,
    noise,
    cpu_insufficient,
    p.rating AS rating,
    measured,
    verdict,
    reasons
FROM (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        session_index,
        segment_index,
        media_index,
        stream_index,
        media_type,
        flow,
        sender,
        measured,
        verdict,
        reasons,
        side,
        if(side = 'caller', caller_device_capture_device_name,
            callee_device_capture_device_name) AS capture_device,
        if(side = 'caller', caller_device_capture_device_driver,
            callee_device_capture_device_driver) AS capture_driver,
        if(side = 'caller', caller_device_render_device_name,
            callee_device_render_device_name) AS render_device,
        if(side = 'caller', caller_device_render_device_driver,
            callee_device_render_device_driver) AS render_driver,
        if(side = 'caller', caller_network_ip_address, callee_network_ip_address) AS ip_address,
        if(side = 'caller', caller_network_subnet, callee_network_subnet) AS subnet,
        if(side = 'caller', caller_network_reflexive_ip_address,
            callee_network_reflexive_ip_address) AS reflexive_ip_address,
        if(side = 'caller', caller_network_connection_type,
            callee_network_connection_type) AS connection_type,
        if(side = 'caller', caller_network_wifi_band, callee_network_wifi_band) AS wifi_band,
        if(side = 'caller', caller_network_wifi_channel, callee_network_wifi_channel) AS wifi_channel,
        if(side = 'caller', caller_network_wifi_signal_strength,
            callee_network_wifi_signal_strength) AS wifi_signal,
        if(side = 'caller', caller_network_wifi_vendor_driver,
            callee_network_wifi_vendor_driver) AS wifi_driver,
        if(side = 'caller', caller_network_wifi_vendor_driver_version,
            callee_network_wifi_vendor_driver_version) AS wifi_driver_version,
        if(side = 'caller', caller_network_basic_service_set_identifier,
            callee_network_basic_service_set_identifier) AS bssid,
        if(side = 'caller', caller_network_network_transport_protocol,
            callee_network_network_transport_protocol) AS transport,
        if(side = 'caller', caller_network_relay_ip_address, callee_network_relay_ip_address) AS relay,
        if(side = 'caller', caller_device_capture_not_functioning_event_ratio,
            callee_device_capture_not_functioning_event_ratio) AS capture_not_working,
        if(side = 'caller', caller_device_render_not_functioning_event_ratio,
            callee_device_render_not_functioning_event_ratio) AS render_not_working,
        if(side = 'caller', caller_device_low_speech_level_event_ratio,
            callee_device_low_speech_level_event_ratio) AS low_level,
        if(side = 'caller', caller_device_low_speech_to_noise_event_ratio,
            callee_device_low_speech_to_noise_event_ratio) AS noise,
        if(side = 'caller', caller_device_cpu_insufficient_event_ratio,
            callee_device_cpu_insufficient_event_ratio) AS cpu_insufficient,
        toUInt128(toIPv6OrDefault(if(ip_address != '', ip_address, toString(subnet)))) AS address
    FROM {joined}.stream_quality
    ARRAY JOIN ['caller', 'callee'] AS side
    WHERE stream_id != ''
) AS s
INNER JOIN (
    SELECT
        tenant_id,
        record_id,
        record_start_date_time,
        session_index,
        side,
        person_id,
        person_name,
        user_principal_name,
        machine,
        platform,
        application_version,
        rating
    FROM {joined}.session_people
) AS p USING (tenant_id, record_start_date_time, record_id, session_index, side)
ASOF LEFT JOIN (
    SELECT
        tenant_id AS of_tenant,
        first_number,
        building,
        city,
        country,
        region,
        inside,
        vpn
    FROM {views}.building_ranges
) AS b ON s.tenant_id = b.of_tenant AND s.address >= b.first_number
SETTINGS join_use_nulls = 0
);

CREATE OR REPLACE VIEW {joined}.differences
(
    tenant_id LowCardinality(String),
    dimension LowCardinality(String),
    value String,
    ends UInt64,
    poor UInt64,
    poor_rate Nullable(Float64),
    poor_rate_low Nullable(Float64),
    poor_rate_high Nullable(Float64),
    rest_rate Nullable(Float64),
    lift Nullable(Float64),
    z Nullable(Float64)
)
AS (SELECT
    tenant_id,
    dimension,
    value,
    ends,
    poor,
    poor / nullIf(ends, 0) AS poor_rate,
    max2((poor + 1.9208 - 1.96 * sqrt(poor * (1 - poor_rate) + 0.9604)) / (ends + 3.8416), 0)
        AS poor_rate_low,
    min2((poor + 1.9208 + 1.96 * sqrt(poor * (1 - poor_rate) + 0.9604)) / (ends + 3.8416), 1)
        AS poor_rate_high,
    if(all_ends > ends, (all_poor - poor) / (all_ends - ends), NULL) AS rest_rate,
    if(rest_rate > 0, poor_rate / rest_rate, NULL) AS lift,
    if(all_ends > ends AND all_poor > 0 AND all_poor < all_ends, (poor_rate - rest_rate)
        / sqrt(all_poor / all_ends * (1 - all_poor / all_ends) * (1 / ends + 1 / (all_ends - ends))), NULL) AS z
FROM (
    SELECT
        tenant_id,
        d.1 AS dimension,
        d.2 AS value,
        count() AS ends,
        countIf(verdict = 'poor') AS poor,
        sum(ends) OVER (PARTITION BY tenant_id, dimension) AS all_ends,
        sum(poor) OVER (PARTITION BY tenant_id, dimension) AS all_poor
    FROM {joined}.stream_ends
    ARRAY JOIN [
        ('media_type', toString(media_type)),
        ('side', toString(side)),
        ('person_id', person_id),
        ('machine', machine),
        ('platform', toString(platform)),
        ('application_version', toString(application_version)),
        ('capture_device', toString(capture_device)),
        ('render_device', toString(render_device)),
        ('subnet', toString(subnet)),
        ('connection_type', toString(connection_type)),
        ('wifi_band', toString(wifi_band)),
        ('wifi_driver', toString(wifi_driver)),
        ('bssid', bssid),
        ('transport', toString(transport)),
        ('relayed', toString(relayed)),
        ('building', toString(building)),
        ('network_class', toString(network_class))] AS d
    WHERE verdict IN ('poor', 'good')
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
    GROUP BY
        tenant_id,
        dimension,
        value
)
SETTINGS join_use_nulls = 0
)
