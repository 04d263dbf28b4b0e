package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// RecordRun writes the row of a finished run, linked to the run before it. Its
// hash is logged too: a log that is kept elsewhere is what the chain can be
// held against later.
func (l *Ledger) RecordRun(ctx context.Context, r schema.Run) error {
	var reconcile uint64
	if r.Reconcile {
		reconcile = 1
	}
	row := db.Row{
		"run_id": r.ID, "tenant_id": r.TenantID, "family": l.family.Name, "command": r.Command,
		"shard": uint64(r.Shard.Number), "shards": uint64(r.Shard.Of),
		"reconcile": reconcile, "window_from": r.Window.From, "window_to": r.Window.To,
		"started_at": r.Started, "finished_at": r.Finished,
		"outcome": r.Outcome, "error": db.Brief(r.Error),
		"listed": r.Listed, "due": r.Due, "fetched": r.Fetched, "loaded": r.Loaded,
		"set_aside": r.SetAside, "lost": r.Lost, "left": r.Left, "row_count": r.Rows,
		"requests": r.Requests, "throttled": r.Throttled, "bytes": r.Bytes,
		"oldest_due_id": r.OldestDueID, "oldest_due_expires_at": r.OldestDueExpires,
	}
	heads, err := Heads(ctx, l.db)
	if err != nil {
		return err
	}
	row[ddl.PrevHash] = strings.Join(heads[r.TenantID], ",")
	row[ddl.RowHash] = HashRun(textsOf(row))
	if err := l.db.Write(ctx, ddl.Runs, []db.Row{row}); err != nil {
		return err
	}
	l.db.Log().
		InfoContext(ctx, "run recorded", "tenant", r.TenantID, "run", r.ID, ddl.RowHash, row[ddl.RowHash])
	return nil
}

// LastReconcile is when the tenant's whole retention was last listed to its
// end; the zero time for never. A run that is dated in the future had a wrong
// clock, and what it says of when is not believed.
func (l *Ledger) LastReconcile(ctx context.Context, tenant string) (time.Time, error) {
	now, err := l.db.Now(ctx)
	if err != nil {
		return time.Time{}, err
	}
	rows, err := db.Query[struct {
		At db.Time `json:"at"`
	}](ctx, l.db, `
SELECT max(started_at) AS at
FROM {runs}
WHERE tenant_id = {tenant}
    AND family = {family}
    AND reconcile = 1
    AND started_at <= {latest}
HAVING count() > 0`, db.Args{"tenant": tenant, "family": l.family.Name, "latest": now.Add(db.MaxSkew)})
	if err != nil {
		return time.Time{}, fmt.Errorf("read the runs: %w", err)
	}
	if len(rows) == 0 {
		return time.Time{}, nil
	}
	return rows[0].At.Time, nil
}
