-- One row per stream and end of it that is a person's: what the view stream_people tells of it, which needs no reference data.
--
-- tenant_id               of streams
-- record_id               of streams
-- record_start_date_time  of streams
-- load_id                 UInt64                  load of the record
-- session_index           of streams
-- segment_index           of streams
-- media_index             of streams
-- stream_index            of streams
-- media_type              LowCardinality(String)  audio, video, sharing or data; unknown for others
-- flow                    LowCardinality(String)  outbound, inbound, peer, service; empty: not known
-- side                    LowCardinality(String)  sender or receiver of the stream; empty: not known
-- person_id               String                  see session_people
-- person_hash             UInt64                  of person_id: people are counted by it in a third of the time
-- person_name             String                  display name
-- user_principal_name     String                  user principal name, where Graph tells one
-- machine                 String                  host name of the device
-- platform                LowCardinality(String)  client platform
-- application_version     LowCardinality(String)  client version
-- capture_device          LowCardinality(String)  microphone or camera
-- capture_driver          LowCardinality(String)  driver of the microphone or camera
-- render_device           LowCardinality(String)  loudspeaker
-- render_driver           LowCardinality(String)  driver of the loudspeaker
-- ip_address              String                  local address
-- subnet                  LowCardinality(String)  subnet of the local address
-- address                 UInt128                 local address as a number, or its subnet's; 0: not known
-- reflexive_ip_address    String                  public address, as the relay sees it
-- reflexive_network       LowCardinality(String)  network of the public address: /24, or /48 of IPv6; empty: not known
-- connection_type         LowCardinality(String)  wired, wifi, mobile, tunnel or unknown
-- wifi_band               LowCardinality(String)  Wi-Fi band
-- wifi_channel            Nullable(Int32)         Wi-Fi channel
-- wifi_signal             Nullable(Int32)         strength of the Wi-Fi signal, percent
-- wifi_driver             LowCardinality(String)  driver of the Wi-Fi adapter, by its vendor
-- wifi_driver_version     LowCardinality(String)  its version
-- wifi_driver_full        LowCardinality(String)  both in one
-- bssid                   String                  access point; empty: not known
-- transport               LowCardinality(String)  udp or tcp
-- relayed                 Bool                    a relay was allocated, which is no proof that it was used
-- capture_not_working     Nullable(Float32)       share of the call in which the microphone did not work
-- render_not_working      Nullable(Float32)       share of the call in which the loudspeaker did not work
-- low_level               Nullable(Float32)       share of the call in which speech was too quiet
-- noise                   Nullable(Float32)       share of the call in which speech was drowned by noise
-- cpu_insufficient        Nullable(Float32)       share of the call in which the machine was too slow for the audio
-- rating                  Nullable(Int32)         stars that the person gave to the session, 1 to 5; 0: asked and not
--     answered; NULL: not asked
-- measured                Bool                    the stream has at least one measure that a rule set asks for
-- verdict                 LowCardinality(String)  of the stream
-- reasons                 Array(LowCardinality(String))  columns that made it poor
SELECT
    tenant_id,
    record_id,
    record_start_date_time,
    load_id,
    session_index,
    segment_index,
    media_index,
    stream_index,
    media_type,
    flow,
    if(sender = '', '', if(sender = person_end, 'sender', 'receiver')) AS side,
    -- A column at a time, so that a query reads those that it asks for.
    if(person_end = 'caller', caller_person_id, callee_person_id) AS person_id,
    cityHash64(person_id) AS person_hash,
    if(person_end = 'caller', /*person_name session_caller*/,
        /*person_name session_callee*/) AS person_name,
    if(person_end = 'caller', /*user_principal_name session_caller*/,
        /*user_principal_name session_callee*/) AS user_principal_name,
    if(person_end = 'caller', session_caller_name, session_callee_name) AS machine,
    if(person_end = 'caller', session_caller_user_agent_platform,
        session_callee_user_agent_platform) AS platform,
    if(person_end = 'caller', session_caller_user_agent_application_version,
        session_callee_user_agent_application_version) AS application_version,
    if(person_end = 'caller', caller_device_capture_device_name,
        callee_device_capture_device_name) AS capture_device,
    if(person_end = 'caller', caller_device_capture_device_driver,
        callee_device_capture_device_driver) AS capture_driver,
    if(person_end = 'caller', caller_device_render_device_name,
        callee_device_render_device_name) AS render_device,
    if(person_end = 'caller', caller_device_render_device_driver,
        callee_device_render_device_driver) AS render_driver,
    if(person_end = 'caller', caller_network_ip_address, callee_network_ip_address) AS ip_address,
    if(person_end = 'caller', caller_network_subnet, callee_network_subnet) AS subnet,
    if(person_end = 'caller', caller_number, callee_number) AS address,
    if(person_end = 'caller', caller_network_reflexive_ip_address,
        callee_network_reflexive_ip_address) AS reflexive_ip_address,
    toLowCardinality(multiIf(
        isIPv4String(reflexive_ip_address),
        concat(toString(IPv4CIDRToRange(toIPv4OrDefault(reflexive_ip_address), 24).1), '/24'),
        isIPv6String(reflexive_ip_address),
        concat(toString(IPv6CIDRToRange(toIPv6OrDefault(reflexive_ip_address), 48).1), '/48'),
        '')) AS reflexive_network,
    if(person_end = 'caller', caller_network_connection_type,
        callee_network_connection_type) AS connection_type,
    if(person_end = 'caller', caller_network_wifi_band, callee_network_wifi_band) AS wifi_band,
    if(person_end = 'caller', caller_network_wifi_channel, callee_network_wifi_channel) AS wifi_channel,
    if(person_end = 'caller', caller_network_wifi_signal_strength,
        callee_network_wifi_signal_strength) AS wifi_signal,
    if(person_end = 'caller', caller_network_wifi_vendor_driver,
        callee_network_wifi_vendor_driver) AS wifi_driver,
    if(person_end = 'caller', caller_network_wifi_vendor_driver_version,
        callee_network_wifi_vendor_driver_version) AS wifi_driver_version,
    toLowCardinality(trimRight(concat(wifi_driver, ' ', wifi_driver_version))) AS wifi_driver_full,
    if(person_end = 'caller', caller_network_basic_service_set_identifier,
        callee_network_basic_service_set_identifier) AS bssid,
    if(person_end = 'caller', caller_network_network_transport_protocol,
        callee_network_network_transport_protocol) AS transport,
    toBool(if(person_end = 'caller', caller_network_relay_ip_address, callee_network_relay_ip_address) != '') AS relayed,
    if(person_end = 'caller', caller_device_capture_not_functioning_event_ratio,
        callee_device_capture_not_functioning_event_ratio) AS capture_not_working,
    if(person_end = 'caller', caller_device_render_not_functioning_event_ratio,
        callee_device_render_not_functioning_event_ratio) AS render_not_working,
    if(person_end = 'caller', caller_device_low_speech_level_event_ratio,
        callee_device_low_speech_level_event_ratio) AS low_level,
    if(person_end = 'caller', caller_device_low_speech_to_noise_event_ratio,
        callee_device_low_speech_to_noise_event_ratio) AS noise,
    if(person_end = 'caller', caller_device_cpu_insufficient_event_ratio,
        callee_device_cpu_insufficient_event_ratio) AS cpu_insufficient,
    nullIf(if(person_end = 'caller', /*stars session_caller_feedback_rating*/,
        /*stars session_callee_feedback_rating*/), -1) AS rating,
    measured,
    /*verdict*/ AS verdict,
    reasons
FROM {streams_live}
ARRAY JOIN people_sides AS person_end
WHERE stream_id != ''
