SELECT
    trunk,
    count() AS attempts,
    countIf(connected) AS connected,
    countIf(delivered = false) AS failed,
    count(delivered) AS n,
    /*rate failed n*/,
    avg(setup_seconds) AS setup_seconds,
    avg(talk_seconds) AS talk_seconds,
    topKIf(3)(meaning, delivered = false AND meaning != '') AS most_failures
FROM (
    /*phone calls*/
)
GROUP BY trunk
ORDER BY
    failed DESC,
    attempts DESC
LIMIT 50
