SELECT
    (
        SELECT max(window_to)
        FROM {store}.runs
        WHERE outcome = 'complete'
            /*tenant*/
    ) AS complete_to,
    (
        SELECT count()
        FROM due_records
        WHERE true
            /*tenant*/
    ) AS due,
    (
        SELECT max(start_date_time)
        FROM records
        WHERE true
            /*tenant*/
    ) AS newest,
    (
        SELECT countIf(verdict IN ('poor', 'good')) / nullIf(countIf(verdict != 'not_applicable'), 0)
        FROM /*ends of streams*/
        WHERE record_start_date_time >= {from:DateTime('UTC')}
            AND record_start_date_time < {to:DateTime('UTC')}
            AND media_type = {media:String}
            /*ends*/
    ) AS classified_share
