-- One row per border controller and minute in which it had calls: how many it had at once, and how many it may have.
--
-- tenant_id  of direct_routing_calls
-- day        Date                    UTC day of the minute
-- trunk      LowCardinality(String)  border controller, in lower case
-- minute     DateTime('UTC')         beginning of the minute
-- calls      UInt64                  most calls at once within the minute. A call holds the trunk from its INVITE until
--     it ends or fails
-- limit      Nullable(Int32)         how many it may have at once, by the reference data trunks; NULL: not known
WITH
    held AS (
        SELECT
            tenant_id,
            toDate(day) AS day,
            lower(trunk_fully_qualified_domain_name) AS trunk,
            -- Nobody lets a telephone ring for an hour: an INVITE of long before is a mistake.
            if(
                invite_date_time < start_date_time AND invite_date_time > start_date_time - INTERVAL 1 HOUR,
                invite_date_time,
                ifNull(start_date_time, invite_date_time)) AS came,
            coalesce(end_date_time, failure_date_time, start_date_time + ifNull(duration, 0), came) AS went
        FROM {direct_routing_calls}
        WHERE came IS NOT NULL AND trunk != ''
    ),
    -- Coming adds one and going takes one away; at the same instant those who go are first. A call that fails at once
    -- is there for a millisecond. By place: 1 instant, in ms of the day, 2 one more or one less.
    arraySort(arrayConcat(
        arrayMap(call -> (call.1, 1), m.held),
        arrayMap(call -> (greatest(call.2, call.1 + 1), -1), m.held))) AS events,
    arrayCumSum(event -> event.2, events) AS at_once
SELECT
    m.tenant_id AS tenant_id,
    m.day AS day,
    m.trunk AS trunk,
    m.minute AS minute,
    m.calls AS calls,
    t.concurrent_sessions AS limit
FROM (
    SELECT
        tenant_id,
        day,
        trunk,
        toDateTime(day, 'UTC') + 60 * arrayJoin(range(intDiv(span.1, 60000), intDiv(span.2 - 1, 60000) + 1)) AS minute,
        toUInt64(max(span.3)) AS calls
    FROM (
        SELECT
            tenant_id,
            day,
            trunk,
            -- By place: 1 and 2 from and to, 3 calls meanwhile.
            arrayJoin(arrayFilter(
                span -> span.3 > 0 AND span.1 < span.2,
                arrayZip(events.1, arrayPushBack(arrayPopFront(events.1), 0), at_once))) AS span
        FROM (
            SELECT
                tenant_id,
                day,
                trunk,
                groupArray((
                    greatest(dateDiff('millisecond', toDateTime64(day, 3, 'UTC'), came), 0),
                    least(dateDiff('millisecond', toDateTime64(day, 3, 'UTC'), went), 86400000))) AS held
            FROM (
                -- A call may hold the trunk on the day before that of its start and on two days after it. The day is said
                -- of each reading, so that a filter on it prunes them all.
                SELECT tenant_id, day, trunk, came, went FROM held
                UNION ALL
                SELECT tenant_id, day - 1, trunk, came, went FROM held WHERE came < day
                UNION ALL
                SELECT tenant_id, day + 1, trunk, came, went FROM held WHERE went >= day + 1
                UNION ALL
                SELECT tenant_id, day + 2, trunk, came, went FROM held WHERE went >= day + 2
            )
            GROUP BY
                tenant_id,
                day,
                trunk
        ) AS m
    )
    GROUP BY
        tenant_id,
        day,
        trunk,
        minute
) AS m
LEFT ANY JOIN (
    SELECT
        tenant_id,
        trunk,
        concurrent_sessions
    FROM {trunks}
) AS t USING (tenant_id, trunk)
