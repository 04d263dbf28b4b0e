-- One row per stream and end of it that is a person's: who, where, with which device, and how it went.
--
-- tenant_id               of streams
-- record_id               of streams
-- record_start_date_time  of streams
-- session_index           of streams
-- segment_index           of streams
-- media_index             of streams
-- stream_index            of streams
-- media_type              LowCardinality(String)  audio, video, sharing or data; unknown for others
-- flow                    LowCardinality(String)  outbound, inbound, peer, service; empty: not known
-- side                    LowCardinality(String)  sender or receiver of the stream; empty: not known
-- person_id               String                  see session_people
-- person_name             String                  display name
-- user_principal_name     String                  user principal name, where Graph tells one
-- machine                 String                  host name of the device
-- platform                LowCardinality(String)  client platform
-- application_version     LowCardinality(String)  client version
-- capture_device          LowCardinality(String)  microphone or camera
-- render_device           LowCardinality(String)  loudspeaker
-- ip_address              String                  local address
-- subnet                  LowCardinality(String)  subnet of the local address
-- reflexive_ip_address    String                  public address, as the relay sees it
-- connection_type         LowCardinality(String)  wired, wifi, mobile, tunnel or unknown
-- wifi_band               LowCardinality(String)  Wi-Fi band
-- transport               LowCardinality(String)  udp or tcp
-- relayed                 Bool                    a relay was allocated, which is no proof that it was used
-- building                LowCardinality(String)  building; empty: not known
-- city                    LowCardinality(String)  its city
-- country                 LowCardinality(String)  its country
-- region                  LowCardinality(String)  its region
-- inside                  Bool                    the address is in a network that the building file calls inside
-- network_class           LowCardinality(String)  office_wired, office_wifi, vpn, home, mobile or unknown;
--     without a building file none is office or home
-- measured                Bool                    the stream has at least one measure that a rule set asks for
-- verdict                 LowCardinality(String)  of the stream
-- reasons                 Array(LowCardinality(String))  columns that made it poor
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
    if(sender = '', '', if(sender = side, 'sender', 'receiver')) AS side,
    p.person_id AS person_id,
    p.person_name AS person_name,
    p.user_principal_name AS user_principal_name,
    p.machine AS machine,
    p.platform AS platform,
    p.application_version AS application_version,
    e.2 AS capture_device,
    e.3 AS render_device,
    e.4 AS ip_address,
    e.5 AS subnet,
    e.6 AS reflexive_ip_address,
    e.7 AS connection_type,
    e.8 AS wifi_band,
    e.9 AS transport,
    toBool(e.10 != '') AS relayed,
    b.building AS building,
    b.city AS city,
    b.country AS country,
    b.region AS region,
    b.inside AS inside,
    multiIf(
        e.7 = 'tunnel' OR b.vpn, 'vpn',
        e.7 = 'mobile', 'mobile',
        b.inside AND e.7 = 'wired', 'office_wired',
        b.inside AND e.7 = 'wifi', 'office_wifi',
        -- Every address is in a range of a tenant that has buildings: where none is found, it has none.
        b.of_tenant != '' AND NOT b.inside AND address != 0 AND e.7 IN ('wired', 'wifi'), 'home',
        'unknown') AS network_class,
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
        e,
        e.1 AS side,
        toUInt128(toIPv6OrDefault(if(e.4 != '', e.4, toString(e.5)))) AS address
    FROM {stream_quality}
    ARRAY JOIN [
        ('caller', caller_device_capture_device_name, caller_device_render_device_name, caller_network_ip_address,
            caller_network_subnet, caller_network_reflexive_ip_address, caller_network_connection_type,
            caller_network_wifi_band, caller_network_network_transport_protocol, caller_network_relay_ip_address),
        ('callee', callee_device_capture_device_name, callee_device_render_device_name, callee_network_ip_address,
            callee_network_subnet, callee_network_reflexive_ip_address, callee_network_connection_type,
            callee_network_wifi_band, callee_network_network_transport_protocol, callee_network_relay_ip_address)] AS e
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
        application_version
    FROM {session_people}
) AS p USING (tenant_id, record_start_date_time, record_id, session_index, side)
-- The building of the longest prefix around the address: see the view building_ranges.
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
    FROM {building_ranges}
) AS b ON s.tenant_id = b.of_tenant AND s.address >= b.first_number
