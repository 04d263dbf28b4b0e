SELECT
    toDate(hour, {zone:String}) AS day,
    sum(c.listed) AS listed,
    sum(c.loaded) AS loaded,
    sum(c.newest) AS newest,
    toInt64(listed) - toInt64(newest) AS missing,
    sum(c.expired_unread) AS expired_unread
FROM completeness AS c
WHERE hour >= {from:DateTime('UTC')}
    AND hour < {to:DateTime('UTC')}
    AND family = 'call_records'
    /*tenant*/
GROUP BY day
ORDER BY day
