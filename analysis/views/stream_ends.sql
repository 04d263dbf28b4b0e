-- One row per stream and end of it that is a person's: who, where, with which device, and how it went.
--
-- tenant_id               of stream_people
-- record_id               of stream_people
-- record_start_date_time  of stream_people
-- load_id                 of stream_people
-- session_index           of stream_people
-- segment_index           of stream_people
-- media_index             of stream_people
-- stream_index            of stream_people
-- media_type              of stream_people
-- flow                    of stream_people
-- side                    of stream_people
-- person_id               of stream_people
-- person_hash             of stream_people
-- person_name             of stream_people
-- user_principal_name     of stream_people
-- machine                 of stream_people
-- platform                of stream_people
-- application_version     of stream_people
-- capture_device          of stream_people
-- capture_driver          of stream_people
-- render_device           of stream_people
-- render_driver           of stream_people
-- ip_address              of stream_people
-- subnet                  of stream_people
-- reflexive_ip_address    of stream_people
-- reflexive_network       of stream_people
-- connection_type         of stream_people
-- wifi_band               of stream_people
-- wifi_channel            of stream_people
-- wifi_signal             of stream_people
-- wifi_driver             of stream_people
-- wifi_driver_version     of stream_people
-- wifi_driver_full        of stream_people
-- bssid                   of stream_people
-- transport               of stream_people
-- relayed                 of stream_people
-- building                LowCardinality(String)  building; empty: not known
-- city                    LowCardinality(String)  its city
-- country                 LowCardinality(String)  its country
-- region                  LowCardinality(String)  its region
-- inside                  Bool                    the address is in a network that the building file calls inside
-- network_class           LowCardinality(String)  office_wired, office_wifi, vpn, home, mobile or unknown;
--     without a building file none is office or home
-- capture_not_working     of stream_people
-- render_not_working      of stream_people
-- low_level               of stream_people
-- noise                   of stream_people
-- cpu_insufficient        of stream_people
-- rating                  of stream_people
-- measured                of stream_people
-- verdict                 of stream_people
-- reasons                 of stream_people
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
    side,
    person_id,
    person_hash,
    person_name,
    user_principal_name,
    machine,
    platform,
    application_version,
    capture_device,
    capture_driver,
    render_device,
    render_driver,
    ip_address,
    subnet,
    reflexive_ip_address,
    reflexive_network,
    connection_type,
    wifi_band,
    wifi_channel,
    wifi_signal,
    wifi_driver,
    wifi_driver_version,
    wifi_driver_full,
    bssid,
    transport,
    relayed,
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
        -- Every address is in a range of a tenant that has buildings: where none is found, it has none.
        b.known AND NOT b.inside AND address != 0 AND connection_type IN ('wired', 'wifi'), 'home',
        'unknown') AS network_class,
    capture_not_working,
    render_not_working,
    low_level,
    noise,
    cpu_insufficient,
    rating,
    measured,
    verdict,
    reasons
FROM {stream_people} AS s
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
        vpn,
        true AS known
    FROM {building_ranges}
) AS b ON s.tenant_id = b.of_tenant AND s.address >= b.first_number
