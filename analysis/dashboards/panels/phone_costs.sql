SELECT
    currency,
    destination_name,
    license_capability,
    'pstn_calls' AS log,
    count() AS calls,
    sumIf(duration, duration > 0) / 60 AS minutes,
    sum(ifNull(charge, 0) + ifNull(connection_charge, 0)) AS costs
FROM pstn_calls
WHERE day >= toDate({from:DateTime('UTC')})
    AND start_date_time >= {from:DateTime('UTC')}
    AND start_date_time < {to:DateTime('UTC')}
    /*tenant*/
GROUP BY
    currency,
    destination_name,
    license_capability
ORDER BY
    currency,
    costs DESC
LIMIT 50
