-- One row per day, building, access point, band and channel: how audio was over this Wi-Fi, how strong it was, with which drivers.
--
-- tenant_id       of streams
-- day             Date                    day on which the records start, UTC
-- building        LowCardinality(String)  building; empty: not known
-- bssid           String                  access point; empty: not known
-- band            LowCardinality(String)  Wi-Fi band
-- channel         Nullable(Int32)         Wi-Fi channel
-- ends            UInt64                  ends of audio streams over Wi-Fi
-- poor            of rates
-- good            of rates
-- unclassified    of rates
-- poor_rate       of rates
-- poor_rate_low   of rates
-- poor_rate_high  of rates
-- people          UInt64                  people at these ends
-- signal_p10      Nullable(Float64)       signal in percent that a tenth of the ends were below
-- signal_p50      Nullable(Float64)       signal in percent that half of the ends were below
-- signal_p90      Nullable(Float64)       signal in percent that nine tenths of the ends were below
-- drivers         Array(String)           drivers of the Wi-Fi adapters with their versions, twenty at most
SELECT
    tenant_id,
    day,
    building,
    bssid,
    band,
    channel,
    ends,
    /*rates*/,
    people,
    signal_p10,
    signal_p50,
    signal_p90,
    drivers
FROM (
    SELECT
        tenant_id,
        toDate(record_start_date_time) AS day,
        building,
        bssid,
        wifi_band AS band,
        wifi_channel AS channel,
        count() AS ends,
        /*counts*/,
        uniqExact(person_hash) AS people,
        quantile(0.1)(wifi_signal) AS signal_p10,
        quantile(0.5)(wifi_signal) AS signal_p50,
        quantile(0.9)(wifi_signal) AS signal_p90,
        arraySort(groupUniqArrayIf(20)(trimRight(concat(wifi_driver, ' ', wifi_driver_version)), wifi_driver != ''))
            AS drivers
    FROM {stream_ends}
    WHERE media_type = 'audio'
        AND connection_type = 'wifi'
    GROUP BY
        tenant_id,
        day,
        building,
        bssid,
        band,
        channel
)
