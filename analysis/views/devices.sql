-- One row per day and microphone, loudspeaker, client release or machine: how audio was with it, and how well it worked.
--
-- tenant_id         of streams
-- day               Date                    day on which the records start, UTC
-- kind              LowCardinality(String)  capture (microphone of who sends), render (loudspeaker of who receives), client or
--     machine
-- name              String                  its name; the platform of a client
-- version           String                  its driver; the release of a client; make and model of a machine, by the endpoint
--     file
-- ends              UInt64                  ends of audio streams
-- poor              of rates
-- good              of rates
-- unclassified      of rates
-- poor_rate         of rates
-- poor_rate_low     of rates
-- poor_rate_high    of rates
-- people            UInt64                  people at these ends
-- not_working_rate  Nullable(Float64)       share of the ends at which it did not work for some time: the microphone, the
--     loudspeaker, or, of clients and machines, one of both; NULL where Graph tells nothing of it
-- low_level_rate    Nullable(Float64)       share of the ends at which speech was too quiet for some time; NULL for
--     loudspeakers
-- noise_rate        Nullable(Float64)       share of the ends at which noise drowned speech for some time; NULL for
--     loudspeakers
-- average_rating    Nullable(Float64)       average stars; a person's rating of a session counts once
-- lift              Nullable(Float64)       how many times the poor_rate of the others of the kind on that day; NULL where
--     theirs is 0
WITH
    -- Here d is one of the tuples that devices, below, has: d.1 is the name, d.12 the average_rating.
    d.5 AS poor,
    d.6 AS good,
    d.7 AS unclassified
SELECT
    g.tenant_id AS tenant_id,
    g.day AS day,
    g.kind AS kind,
    d.1 AS name,
    if(kind = 'machine', trim(concat(m.make, ' ', m.model)), d.2) AS version,
    d.4 AS ends,
    /*rates*/,
    d.8 AS people,
    d.9 AS not_working_rate,
    d.10 AS low_level_rate,
    d.11 AS noise_rate,
    d.12 AS average_rating,
    poor_rate / nullIf((all_poor - poor) / nullIf(all_classified - poor - good, 0), 0) AS lift
FROM (
    -- Not by a window: a filter on the day would not get through it.
    SELECT
        tenant_id,
        day,
        kind,
        sum(e.poor) AS all_poor,
        sum(e.poor + e.good) AS all_classified,
        groupArray((name, of_device, host, ends, e.poor, e.good, unclassified, people, not_working_rate, low_level_rate,
            noise_rate, average_rating)) AS devices
    FROM (
        SELECT
            tenant_id,
            toDate(record_start_date_time) AS day,
            d.1 AS kind,
            d.2 AS name,
            d.3 AS of_device,
            if(kind = 'machine', lower(name), '') AS host,
            count() AS ends,
            /*counts*/,
            uniqExact(person_hash) AS people,
            avg(d.4 > 0) AS not_working_rate,
            if(kind = 'render', NULL, avg(low_level > 0)) AS low_level_rate,
            if(kind = 'render', NULL, avg(noise > 0)) AS noise_rate,
            groupUniqArrayIf((load_id, session_index, person_id, ifNull(rating, 0)), rating > 0) AS ratings,
            if(notEmpty(ratings), arrayAvg(r -> r.4, ratings), NULL) AS average_rating
        FROM {stream_people}
        -- Here d is a device of the end: 1 kind, 2 name, 3 driver or release, 4 how far it did not work.
        ARRAY JOIN [
            ('capture', toString(capture_device), toString(capture_driver), capture_not_working),
            ('render', toString(render_device), toString(render_driver), render_not_working),
            ('client', toString(platform), toString(application_version),
                coalesce(capture_not_working + render_not_working, capture_not_working, render_not_working)),
            ('machine', machine, '',
                coalesce(capture_not_working + render_not_working, capture_not_working, render_not_working))] AS d
        WHERE media_type = 'audio'
            AND (d.1 != 'capture' OR side != 'receiver')
            AND (d.1 != 'render' OR side != 'sender')
        GROUP BY
            tenant_id,
            day,
            kind,
            name,
            of_device,
            host
    ) AS e
    GROUP BY
        tenant_id,
        day,
        kind
) AS g
ARRAY JOIN devices AS d
LEFT JOIN {endpoints} AS m ON g.tenant_id = m.tenant_id AND d.3 = m.machine
