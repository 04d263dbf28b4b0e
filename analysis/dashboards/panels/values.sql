SELECT
    'building' AS dimension,
    building AS value
FROM buildings
WHERE building != ''
    /*tenant*/
UNION DISTINCT
SELECT
    'region' AS dimension,
    region AS value
FROM buildings
WHERE region != ''
    /*tenant*/
UNION DISTINCT
SELECT
    'tenant_id' AS dimension,
    tenant_id AS value
FROM {store}.loads
UNION DISTINCT
SELECT
    'tenant_id' AS dimension,
    tenant_id AS value
FROM {store}.settled_loads
UNION DISTINCT
SELECT
    'platform' AS dimension,
    platform AS value
FROM session_people
WHERE record_start_date_time >= {from:DateTime('UTC')}
    AND record_start_date_time < {to:DateTime('UTC')}
    AND platform != ''
    /*tenant*/
