SELECT
    subnet,
    reflexive_network,
    streams AS n,
    poor,
    poor_rate AS rate,
    poor_rate_low AS rate_low,
    poor_rate_high AS rate_high,
    people,
    suggested_building,
    suggesting_people,
    -- A line of the building file: network, name, prefix, building.
    if(suggested_building = '' OR NOT isIPv4String(subnet), '',
        concat(subnet, ',', suggested_building, ' ', subnet, ',24,', suggested_building, ',,,,,,,,,1,0')) AS line
FROM subnets
WHERE NOT mapped
    AND subnet != ''
    /*tenant*/
ORDER BY
    suggesting_people DESC,
    people DESC
LIMIT 100
