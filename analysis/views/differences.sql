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
WITH
    -- A warehouse of one tenant need not group by it, which takes half of the time. Rows of a tenant that is new since
    -- it was asked for are not there yet.
    (SELECT groupArray(tenant_id) FROM {lone_tenant}) AS lone,
    notEmpty(lone) AS is_lone
SELECT
    tenant AS tenant_id,
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
        if(is_lone, lone[1], e.tenant_id) AS tenant,
        -- The dimension of a row is the one that it was grouped by.
        arrayFirst(d -> d.1 = 0, [
            (grouping(media_type), 'media_type', toString(media_type)),
            (grouping(side), 'side', toString(side)),
            (grouping(person_hash), 'person_id', any(person_id)),
            (grouping(machine), 'machine', machine),
            (grouping(platform), 'platform', toString(platform)),
            (grouping(application_version), 'application_version', toString(application_version)),
            (grouping(capture_device), 'capture_device', toString(capture_device)),
            (grouping(render_device), 'render_device', toString(render_device)),
            (grouping(subnet), 'subnet', toString(subnet)),
            (grouping(connection_type), 'connection_type', toString(connection_type)),
            (grouping(wifi_band), 'wifi_band', toString(wifi_band)),
            (grouping(wifi_driver), 'wifi_driver', toString(wifi_driver)),
            (grouping(bssid), 'bssid', bssid),
            (grouping(transport), 'transport', toString(transport)),
            (grouping(relayed), 'relayed', toString(relayed)),
            (grouping(building), 'building', toString(building)),
            (grouping(network_class), 'network_class', toString(network_class))
        ]) AS d,
        d.2 AS dimension,
        d.3 AS value,
        count() AS ends,
        countIf(verdict = 'poor') AS poor,
        sum(ends) OVER (PARTITION BY tenant, dimension) AS all_ends,
        sum(poor) OVER (PARTITION BY tenant, dimension) AS all_poor
    FROM {stream_ends} AS e
    WHERE (NOT is_lone OR e.tenant_id = lone[1])
        AND verdict IN ('poor', 'good')
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
    GROUP BY GROUPING SETS (
        (tenant, media_type),
        (tenant, side),
        (tenant, person_hash),
        (tenant, machine),
        (tenant, platform),
        (tenant, application_version),
        (tenant, capture_device),
        (tenant, render_device),
        (tenant, subnet),
        (tenant, connection_type),
        (tenant, wifi_band),
        (tenant, wifi_driver),
        (tenant, bssid),
        (tenant, transport),
        (tenant, relayed),
        (tenant, building),
        (tenant, network_class))
)
