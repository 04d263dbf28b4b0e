SELECT
    trunk,
    attempts,
    connected,
    failed,
    n,
    /*rate failed n*/,
    -- The share of all the others takes the place of a target.
    (sum(failed) OVER () - failed) / nullIf(sum(n) OVER () - n, 0) AS target,
    failed - n * target AS excess,
    setup_seconds,
    talk_seconds,
    most_failures
FROM (
    SELECT
        if(trunk = '', log, trunk) AS trunk,
        count() AS attempts,
        countIf(o.connected) AS connected,
        countIf(delivered = false) AS failed,
        count(delivered) AS n,
        avg(o.setup_seconds) AS setup_seconds,
        avg(o.talk_seconds) AS talk_seconds,
        topKIf(3)(meaning, delivered = false AND meaning != '') AS most_failures
    FROM phone_outcomes AS o
    WHERE day >= toDate({from:DateTime('UTC')})
        AND start_date_time >= {from:DateTime('UTC')}
        AND start_date_time < {to:DateTime('UTC')}
        /*tenant*/
    GROUP BY trunk
)
ORDER BY
    excess DESC NULLS LAST,
    attempts DESC
LIMIT 50
