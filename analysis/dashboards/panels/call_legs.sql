SELECT
    p.person_id AS person_id,
    p.person_name AS person_name,
    p.session_index AS session_index,
    p.platform AS platform,
    p.start_date_time AS start_date_time,
    p.end_date_time AS end_date_time,
    o.outcome AS outcome,
    o.verdict AS verdict,
    o.failure_reason AS failure_reason,
    q.poor_sent AS poor_sent,
    q.poor_heard AS poor_heard
FROM (
    SELECT *
    FROM session_people
    WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
        AND takes_part
) AS p
LEFT JOIN (
    SELECT *
    FROM session_outcomes
    WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
) AS o USING (tenant_id, record_id, session_index)
LEFT JOIN (
    SELECT
        session_index,
        side,
        groupArrayIf((ifNull(toUnixTimestamp64Milli(s.start_date_time), 0),
            ifNull(toUnixTimestamp64Milli(s.end_date_time), 0)), way = 'sent') AS poor_sent,
        groupArrayIf((ifNull(toUnixTimestamp64Milli(s.start_date_time), 0),
            ifNull(toUnixTimestamp64Milli(s.end_date_time), 0)), way = 'heard') AS poor_heard
    FROM (
        SELECT
            session_index,
            segment_index,
            media_index,
            stream_index,
            end.1 AS side,
            end.2 AS way
        FROM stream_quality
        ARRAY JOIN [(toString(sender), 'sent'), (toString(receiver), 'heard')] AS end
        WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
            AND verdict = 'poor'
            AND media_type = 'audio'
    ) AS v
    INNER JOIN (
        SELECT
            session_index,
            segment_index,
            media_index,
            stream_index,
            start_date_time,
            end_date_time
        FROM streams
        WHERE record_id = {record:String}
        AND record_start_date_time >= {from:DateTime('UTC')}
        AND record_start_date_time < {to:DateTime('UTC')}
    ) AS s USING (session_index, segment_index, media_index, stream_index)
    GROUP BY
        session_index,
        side
) AS q ON p.session_index = q.session_index AND p.side = q.side
ORDER BY
    start_date_time,
    session_index
