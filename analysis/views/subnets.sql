-- One row per subnet and public network behind which it lies, of the last 30 days: how audio is there, whether the building file has it, and which building it may be.
--
-- tenant_id           of streams
-- subnet              LowCardinality(String)  subnet of the local address; empty: not known
-- reflexive_network   String                  the /24 (IPv4) or /48 (IPv6) of the public address; empty: not known
-- streams             UInt64                  ends of audio streams
-- poor                of rates
-- good                of rates
-- unclassified        of rates
-- poor_rate           of rates
-- poor_rate_low       of rates
-- poor_rate_high      of rates
-- people              UInt64                  people who were there
-- mapped              Bool                    the building file has it, or at least some of its addresses
-- suggested_building  LowCardinality(String)  of a network that is not mapped, and is no VPN and not mobile: the building in
--     which most of its people have their office; empty when fewer than three have one and the same. A person's
--     office is the building in which the person has most streams
-- suggesting_people   UInt64                  people who have it
SELECT
    tenant_id,
    subnet,
    reflexive_network,
    streams,
    /*rates*/,
    people,
    mapped,
    if(NOT mapped AND NOT placeless AND best.2 >= 3, best.1, '') AS suggested_building,
    toUInt64(if(suggested_building != '', best.2, 0)) AS suggesting_people
FROM (
    SELECT
        tenant_id,
        subnet,
        reflexive_network,
        sum(v.streams) AS streams,
        sum(v.poor) AS poor,
        sum(v.good) AS good,
        sum(v.unclassified) AS unclassified,
        uniqExact(person_hash) AS people,
        toBool(max(building != '')) AS mapped,
        toBool(max(v.placeless)) AS placeless,
        groupUniqArrayIf((person_hash, office), office != '') AS offices,
        -- The office of most people, and how many they are; of as many, the first by name.
        arraySort(o -> (-o.2, o.1), arrayMap(name -> (name, arrayCount(o -> o.2 = name, offices)),
            arrayDistinct(arrayMap(o -> o.2, offices))))[1] AS best
    FROM (
        SELECT
            tenant_id,
            person_hash,
            subnet,
            reflexive_network,
            building,
            streams,
            poor,
            good,
            unclassified,
            placeless,
            argMaxIf(building, in_office, in_office > 0) OVER (PARTITION BY tenant_id, person_hash) AS office
        FROM (
            SELECT
                tenant_id,
                person_hash,
                subnet,
                reflexive_network,
                building,
                streams,
                poor,
                good,
                unclassified,
                placeless,
                sum(at_office) OVER (PARTITION BY tenant_id, person_hash, building) AS in_office
            FROM (
                SELECT
                    tenant_id,
                    person_hash,
                    subnet,
                    reflexive_network,
                    building,
                    count() AS streams,
                    /*counts*/,
                    countIf(network_class IN ('office_wired', 'office_wifi')) AS at_office,
                    max(network_class IN ('vpn', 'mobile')) AS placeless
                FROM {stream_ends}
                WHERE media_type = 'audio'
                    AND record_start_date_time > now() - INTERVAL 30 DAY
                GROUP BY
                    tenant_id,
                    person_hash,
                    subnet,
                    reflexive_network,
                    building
            )
        )
    ) AS v
    GROUP BY
        tenant_id,
        subnet,
        reflexive_network
)
