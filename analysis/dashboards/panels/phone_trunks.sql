SELECT
    if(trunk = '', log, trunk) AS trunk,
    count() AS attempts,
    countIf(o.connected) AS connected,
    countIf(delivered = false) AS failed,
    count(delivered) AS n,
    /*rate failed n*/,
    avg(o.setup_seconds) AS setup_seconds,
    avg(o.talk_seconds) AS talk_seconds,
    topKIf(3)(meaning, delivered = false AND meaning != '') AS most_failures
FROM phone_outcomes AS o
WHERE day >= toDate({from:DateTime('UTC')})
    AND start_date_time >= {from:DateTime('UTC')}
    AND start_date_time < {to:DateTime('UTC')}
    /*tenant*/
GROUP BY trunk
ORDER BY
    failed DESC,
    attempts DESC
LIMIT 50
