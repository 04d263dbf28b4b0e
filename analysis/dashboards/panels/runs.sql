SELECT
    run_id,
    started_at,
    family,
    command,
    outcome,
    window_from,
    window_to,
    listed,
    loaded,
    set_aside,
    lost,
    left,
    error
FROM {store}.runs
WHERE started_at >= {from:DateTime('UTC')}
    AND started_at < {to:DateTime('UTC')}
    /*tenant*/
ORDER BY started_at DESC
LIMIT 50
