package load

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// ResumableReplay is the begun replay that a new one may go on with: the last run
// whose id begins with a text and that loaded something since an instant, unless
// it came to its end. The id is cut to so many bytes, which all runs of one
// replay share; "" when there is none.
func (w *Warehouse) ResumableReplay(ctx context.Context, tenant, begins string, length int, since time.Time) (string, error) {
	type row struct{ ID string }
	shared := fmt.Sprintf("substring(run_id, 1, %d)", length)
	ours := fmt.Sprintf("tenant_id = %s AND startsWith(run_id, %s)", engine.Quote(tenant), engine.Quote(begins))
	rows, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT ID FROM (SELECT max(%s) AS ID FROM %s WHERE %s AND logged_at >= %s) WHERE ID NOT IN (SELECT %[1]s FROM %[5]s WHERE %[3]s AND outcome != 'failed')",
		shared, w.name(ddl.LoadLog.Name), ours, instantSQL(since), w.name(ddl.Runs.Name)))
	if err != nil {
		return "", fmt.Errorf("look for a replay that was begun: %w", err)
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0].ID, nil
}
