SELECT
    currency,
    destination_name,
    license_capability,
    count() AS calls,
    sum(talk_seconds) / 60 AS minutes,
    sum(cost) AS costs
FROM phone_calls
WHERE day >= toDate({from:DateTime('UTC')})
    AND start_date_time >= {from:DateTime('UTC')}
    AND start_date_time < {to:DateTime('UTC')}
    AND log = 'pstn_calls'
    /*tenant*/
GROUP BY
    currency,
    destination_name,
    license_capability
ORDER BY
    currency,
    costs DESC
LIMIT 50
