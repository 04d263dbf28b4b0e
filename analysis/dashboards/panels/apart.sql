SELECT
    dimension,
    value,
    n,
    poor,
    /*rate poor n*/,
    (all_poor - poor) / nullIf(all_n - n, 0) AS rest_rate,
    rate / nullIf(rest_rate, 0) AS lift,
    (rate - rest_rate) / sqrt(all_poor / all_n * (1 - all_poor / all_n) * (1 / n + 1 / (all_n - n))) AS z,
    -- As many values are looked at as are long enough to be; by chance alone, one page in 20
    -- shows one with this mark (Bonferroni).
    toBool(erfc(z / sqrt(2)) / 2 * count() OVER () < 0.05) AS beyond_chance
FROM (
    SELECT
        -- The dimension of a row is the one that it was grouped by.
        arrayFirst(d -> d.1 = 0, [
            /*grouped dimensions*/
        ]) AS d,
        d.2 AS dimension,
        d.3 AS value,
        count() AS n,
        countIf(is_poor) AS poor,
        sum(n) OVER (PARTITION BY dimension) AS all_n,
        sum(poor) OVER (PARTITION BY dimension) AS all_poor
    FROM (
        SELECT
            verdict = 'poor' AS is_poor,
            /*dimensions*/
        FROM /*ends of streams*/
        WHERE record_start_date_time >= {from:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND media_type = {media:String}
            AND verdict IN ('poor', 'good')
            /*ends*/
    )
    GROUP BY GROUPING SETS (
        /*sets of dimensions*/
    )
)
WHERE n >= {minimum:UInt32}
    AND all_n > n
    AND all_poor > 0
    AND all_poor < all_n
    AND value != ''
    AND poor / n > (all_poor - poor) / (all_n - n)
ORDER BY z DESC
LIMIT 25
