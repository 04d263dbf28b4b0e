-- One row per stream and end of it that is a person's: who, with which device, and how it went. The view stream_ends tells the place, too.
--
-- tenant_id               of end_facts
-- record_id               of end_facts
-- record_start_date_time  of end_facts
-- load_id                 of stream_quality
-- session_index           of end_facts
-- segment_index           of end_facts
-- media_index             of end_facts
-- stream_index            of end_facts
-- media_type              of end_facts
-- flow                    of end_facts
-- side                    of end_facts
-- person_id               of end_facts
-- person_hash             of end_facts
-- person_name             of end_facts
-- user_principal_name     of end_facts
-- machine                 of end_facts
-- platform                of end_facts
-- application_version     of end_facts
-- capture_device          of end_facts
-- capture_driver          of end_facts
-- render_device           of end_facts
-- render_driver           of end_facts
-- ip_address              of end_facts
-- subnet                  of end_facts
-- address                 of end_facts
-- reflexive_ip_address    of end_facts
-- reflexive_network       of end_facts
-- connection_type         of end_facts
-- wifi_band               of end_facts
-- wifi_channel            of end_facts
-- wifi_signal             of end_facts
-- wifi_driver             of end_facts
-- wifi_driver_version     of end_facts
-- wifi_driver_full        of end_facts
-- bssid                   of end_facts
-- transport               of end_facts
-- relayed                 of end_facts
-- capture_not_working     of end_facts
-- render_not_working      of end_facts
-- low_level               of end_facts
-- noise                   of end_facts
-- cpu_insufficient        of end_facts
-- rating                  of end_facts
-- measured                of end_facts
-- verdict                 of end_facts
-- reasons                 of end_facts
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
    address,
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
    capture_not_working,
    render_not_working,
    low_level,
    noise,
    cpu_insufficient,
    rating,
    measured,
    verdict,
    reasons
FROM {end_facts}
