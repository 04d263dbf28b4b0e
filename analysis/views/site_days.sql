-- One row per day, building, network class and media type: the ends of streams that people had there, and whether too many were poor.
--
-- tenant_id       of streams
-- day             Date                    day on which the records start, UTC
-- building        LowCardinality(String)  building; empty: not known
-- city            LowCardinality(String)  its city
-- country         LowCardinality(String)  its country
-- region          LowCardinality(String)  its region
-- network_class   LowCardinality(String)  see stream_ends
-- media_type      LowCardinality(String)  audio, video or sharing; unknown for others
-- streams         UInt64                  ends of streams: one between two people who are there counts for both
-- poor            of rates
-- good            of rates
-- unclassified    of rates
-- poor_rate       of rates
-- poor_rate_low   of rates
-- poor_rate_high  of rates
-- people          UInt64                  people at these ends
-- target          Nullable(Float32)       greatest poor_rate that is good enough, of the narrowest scope that has one: the
--     building, the network class, all_internal (in an office), all; of one scope, the tenant's own goes first
-- breach          Bool                    poor_rate_low is over the target: hardly by chance
WITH (
    SELECT mapFromArrays(groupArray(concat(tenant_id, '|', scope, '|', measure)), groupArray(target))
    FROM {targets}
) AS targets,
    arrayFirst(k -> mapContains(targets, k), arrayFlatten(arrayMap(
        scope -> [concat(tenant_id, '|', scope, '|poor_', media_type), concat('|', scope, '|poor_', media_type)],
        [concat('building:', building), concat('network_class:', network_class),
            if(network_class IN ('office_wired', 'office_wifi'), 'all_internal', 'all'), 'all']))) AS key
SELECT
    tenant_id,
    day,
    building,
    city,
    country,
    region,
    network_class,
    media_type,
    streams,
    /*rates*/,
    people,
    if(key != '', toNullable(targets[key]), NULL) AS target,
    toBool(ifNull(poor_rate_low > target, false)) AS breach
FROM (
    SELECT
        tenant_id,
        toDate(record_start_date_time) AS day,
        building,
        any(city) AS city,
        any(country) AS country,
        any(region) AS region,
        network_class,
        media_type,
        count() AS streams,
        /*counts*/,
        uniqExact(person_hash) AS people
    FROM {stream_ends}
    WHERE verdict != 'not_applicable'
    GROUP BY
        tenant_id,
        day,
        building,
        network_class,
        media_type
)
