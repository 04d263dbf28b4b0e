package commit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// SettleAge is how old a load must be to be settled, unless the options say
// otherwise: Graph forgot its record five days before. A version that does come
// later, by an import or a replay, is seen like any other.
const SettleAge = 35 * 24 * time.Hour

// settleSteps is in how many moves the line goes a settle age on: a day each.
const settleSteps = 35

// Why no loads were settled.
var (
	ErrUnsound = errors.New("what would be settled is not sound")
	ErrSharded = errors.New("a warehouse on a cluster settles no loads")
)

// SettleOptions say how to settle loads.
type SettleOptions struct {
	Now        time.Time // default the warehouse's clock
	Incomplete bool      // settle incomplete loads, too; the audit goes on naming them
}

// Settle moves the settle line past the loads that are old enough, once they are
// a day's, and returns how many it settled. Behind the line rows are seen without
// a look at their commit. So all that is dead there is swept before, and what
// stays is counted: with anything else than the rows of live loads, whole, it
// stops with [ErrUnsound].
//
// It can stop after any statement, and several exporters may settle at once: the
// line only moves on, and the commits behind it stay in loads for a sweep age
// more, for queries that read the line before.
func (c *Committer) Settle(ctx context.Context, o SettleOptions) (settled uint64, err error) {
	if c.db.Clustered() {
		return 0, ErrSharded
	}
	if o.Now.IsZero() {
		if o.Now, err = c.db.Now(ctx); err != nil {
			return 0, err
		}
	}
	begun := time.Now()
	line, err := c.SettleLine(ctx, o.Now)
	if err != nil {
		return 0, err
	}
	if err := c.retire(ctx, line.Safe); err != nil {
		return 0, err
	}
	r, err := c.settleRange(ctx, o.Now, line.Line)
	if err != nil || r.Loads == 0 {
		return 0, err
	}
	if err := c.inspect(ctx, r); err != nil && !(o.Incomplete && errors.Is(err, ErrUnsound)) {
		return 0, err
	}
	if err := c.clear(ctx, r); err != nil {
		return 0, err
	}
	return r.Loads, c.moveLine(ctx, o.Now.Add(time.Since(begun)), r) // a sweep may take hours
}

// SettleLine is where the settle line stands, in load ids; 0 is nowhere.
type SettleLine struct {
	Line uint64 `json:"line"` // loads with smaller ids are settled
	Safe uint64 `json:"safe"` // the line as every query knows it by now: it stood there a sweep age ago
}

// Before is the line as a time: settled loads were begun before it.
func (l SettleLine) Before() time.Time { return db.LoadTime(l.Line) }

// SettleLine reads where the line stands.
func (c *Committer) SettleLine(ctx context.Context, now time.Time) (SettleLine, error) {
	line, err := db.QueryRow[SettleLine](ctx, c.db, `
SELECT
    max(m.line) AS line,
    maxIf(m.line, m.moved_at <= {known}) AS safe
FROM {settle_line} AS m`, db.Args{"known": now.Add(-c.sweepAge)})
	if err != nil {
		return SettleLine{}, fmt.Errorf("read the settle line: %w", err)
	}
	return line, nil
}

// retire takes the commits behind a line out of loads. A record that has several
// waits for the engine to merge them: without the newest, an older one would win.
func (c *Committer) retire(ctx context.Context, line uint64) error {
	args := db.Args{"line": line}
	behind := db.SQL(c.db.SQL("load_id < {line}", args))
	alone := db.SQL(c.db.SQL(`load_id < {line}
    AND load_id IN (SELECT load_id FROM {settled_loads})
    AND (tenant_id, record_id) IN (
        SELECT
            tenant_id,
            record_id
        FROM {loads}
        GROUP BY
            tenant_id,
            record_id
        HAVING count() = 1)`, args))
	// Most runs end with the first, which does not grow with the history.
	for _, where := range []db.SQL{behind, alone} {
		found, err := db.QueryRow[struct {
			N uint64 `json:"n"`
		}](ctx, c.db, "SELECT count() AS n FROM {loads} WHERE {where}", db.Args{"where": where})
		if err != nil {
			return fmt.Errorf("look for settled commits in loads: %w", err)
		}
		if found.N == 0 {
			return nil
		}
	}
	if err := c.db.Delete(ctx, ddl.Loads.Name, alone); err != nil {
		return err
	}
	return c.db.Merge(
		ctx,
		c.db.Local(ddl.Loads.Name),
		"all",
		true,
	) // deleted rows are read until they are merged away
}

// moveLine settles a range: its commits are in settled_loads before the line
// moves. What they replaced is swept, so that they replace nothing there.
func (c *Committer) moveLine(ctx context.Context, now time.Time, r settleRange) error {
	err := c.db.Exec(ctx, "copy commits to settled_loads", `
INSERT INTO {settled_loads}
(
    {columns}
)
SELECT * REPLACE (emptyArrayUInt64() AS replaces)
FROM (
    SELECT
    {columns}
    FROM {loads} FINAL
    WHERE {within}
)`, db.Args{"columns": db.Columns(ddl.Loads.Columns), "within": r.withinSQL()})
	if err != nil {
		return err
	}
	return c.db.Write(ctx, ddl.SettleLine, []db.Row{{
		"moved_at": now, "line": r.To, "begun_before": db.LoadTime(r.To), "settled": r.Loads,
	}})
}
