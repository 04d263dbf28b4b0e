SELECT
    trunk,
    max(calls) AS most_at_once,
    max(limit) AS allowed,
    countIf(calls >= 0.8 * limit) AS minutes_almost_full,
    argMax(minute, calls) AS fullest
FROM trunk_minutes
WHERE day >= toDate({from:DateTime('UTC')})
    AND minute >= {from:DateTime('UTC')}
    AND minute < {to:DateTime('UTC')}
    /*tenant*/
GROUP BY trunk
ORDER BY
    minutes_almost_full DESC,
    most_at_once DESC
LIMIT 50
