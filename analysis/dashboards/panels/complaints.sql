SELECT
    if(complaint = '', '(nothing ticked)', complaint) AS complaint,
    count() AS ratings,
    avg(stars) AS average_stars,
    countIf(stars < 3) AS rated_poor,
    countIf(stars < 3 AND measured_verdict = 'poor') AS measured_poor,
    countIf(stars < 3 AND measured_verdict = 'good') AS measured_good
FROM ratings
ARRAY JOIN if(empty(complaints), [''], complaints) AS complaint
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    /*keys*/
GROUP BY complaint
ORDER BY
    rated_poor DESC,
    ratings DESC,
    complaint
LIMIT 50
