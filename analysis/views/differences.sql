-- One row per dimension and value, of a window: differences(from = '…', to = '…'). What sets the poor ends of streams apart.
--
-- tenant_id       LowCardinality(String)  Entra tenant
-- dimension       LowCardinality(String)  what the ends differ in: a column of stream_ends
-- value           String                  its value; empty: not known
-- ends            UInt64                  ends of streams with this value that are poor or good
-- poor            UInt64                  of these, poor
-- poor_rate       of rates                poor / ends
-- poor_rate_low   of rates
-- poor_rate_high  of rates
-- rest_rate       Nullable(Float64)       the same rate of all ends with another value; NULL: there are none
-- lift            Nullable(Float64)       how many times the rate of the others; NULL where theirs is 0
-- z               Nullable(Float64)       difference of both rates in standard errors: above 3 is hardly chance
SELECT
    tenant_id,
    dimension,
    value,
    ends,
    poor,
    /*rate poor ends*/,
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
    FROM {stream_ends}
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
