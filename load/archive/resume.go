package archive

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
)

// ResumableReplay is the replay that was begun and that a new one may go on
// with: the last run whose id begins with a text and that loaded something since
// an instant, unless it came to its end. The id is cut to so many bytes, which
// all runs of one replay share; "" when there is none.
func (a *Archive) ResumableReplay(
	ctx context.Context,
	tenant, begins string,
	length int,
	since time.Time,
) (string, error) {
	rows, err := db.Query[struct {
		ID string `json:"replay_id"`
	}](ctx, a.db, `
SELECT replay_id
FROM (
    SELECT max(substring(run_id, 1, {length})) AS replay_id
    FROM {load_log}
    WHERE tenant_id = {tenant}
        AND startsWith(run_id, {begins})
        AND logged_at >= {since}
)
WHERE replay_id NOT IN (
    SELECT substring(run_id, 1, {length})
    FROM {runs}
    WHERE tenant_id = {tenant}
        AND startsWith(run_id, {begins})
        AND outcome NOT IN ('failed', 'interrupted')
)`, db.Args{"tenant": tenant, "begins": begins, "length": length, "since": since})
	if err != nil {
		return "", fmt.Errorf("look for a replay that was begun: %w", err)
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0].ID, nil
}
