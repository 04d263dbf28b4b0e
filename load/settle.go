package load

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	Now        time.Time // default time.Now
	Incomplete bool      // settle torn loads, too; the audit goes on naming them
}

// SettleLoads moves the settle line past the loads that are old enough, once they are
// a day's, and returns how many it settled. Behind the line rows are seen without
// a look at their commit. So all that is dead there is swept before, and what
// stays is counted: with anything else than the rows of live loads, whole, it
// stops with [ErrUnsound].
//
// It can stop after any statement, and several exporters may settle at once: the
// line only moves on, and the commits behind it stay in loads for a sweep age
// more, for queries that read the line before.
func (w *Warehouse) SettleLoads(ctx context.Context, o SettleOptions) (settled uint64, err error) {
	if w.cluster != "" {
		return 0, ErrSharded
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	begun := time.Now()
	line, err := w.SettleLine(ctx, o.Now)
	if err != nil {
		return 0, err
	}
	if err := w.retire(ctx, line.Safe); err != nil {
		return 0, err
	}
	s, err := w.span(ctx, o.Now, line.Line)
	if err != nil || s.Loads == 0 {
		return 0, err
	}
	if err := w.inspect(ctx, s); err != nil && !(o.Incomplete && errors.Is(err, ErrUnsound)) {
		return 0, err
	}
	if err := w.clear(ctx, s); err != nil {
		return 0, err
	}
	return s.Loads, w.pass(ctx, o.Now.Add(time.Since(begun)), s) // a sweep may take hours
}

// SettleLine is where the settle line stands, in load ids; 0 is nowhere.
type SettleLine struct {
	Line uint64 // loads with smaller ids are settled
	Safe uint64 // the line as every query knows it by now: it stood there a sweep age ago
}

// Before is the line as a time: settled loads were begun before it.
func (l SettleLine) Before() time.Time { return LoadTime(l.Line) }

// SettleLine reads where the line stands.
func (w *Warehouse) SettleLine(ctx context.Context, now time.Time) (SettleLine, error) {
	rows, err := query[SettleLine](ctx, w, fmt.Sprintf("SELECT max(line) AS Line, maxIf(line, moved_at <= %s) AS Safe FROM %s",
		instantSQL(now.Add(-w.sweepAge)), w.name(ddl.SettleLine.Name)))
	if err != nil {
		return SettleLine{}, fmt.Errorf("read the settle line: %w", err)
	}
	return rows[0], nil
}

// retire takes the commits behind a line out of loads. A record that has several
// waits for the engine to merge them: without the newest, an older one would win.
func (w *Warehouse) retire(ctx context.Context, line uint64) error {
	loads := w.name(ddl.Loads.Name)
	behind := fmt.Sprintf("load_id < %d", line)
	alone := fmt.Sprintf("%s AND load_id IN (SELECT load_id FROM %s) AND (tenant_id, record_id) IN "+
		"(SELECT tenant_id, record_id FROM %s GROUP BY tenant_id, record_id HAVING count() = 1)",
		behind, w.name(ddl.SettledLoads.Name), loads)
	type row struct{ N uint64 }
	for _, where := range []string{behind, alone} { // most runs end with the first, which does not grow with the history
		rows, err := query[row](ctx, w, fmt.Sprintf("SELECT count() AS N FROM %s WHERE %s", loads, where))
		if err != nil {
			return fmt.Errorf("look for settled commits in loads: %w", err)
		}
		if rows[0].N == 0 {
			return nil
		}
	}
	if err := w.delete(ctx, ddl.Loads.Name, alone); err != nil {
		return err
	}
	return w.merge(ctx, w.local(ddl.Loads.Name), "all", " FINAL") // deleted rows are read until they are merged away
}

// pass settles a span: its commits are in settled_loads before the line moves.
// What they replaced is swept, so that they replace nothing there.
func (w *Warehouse) pass(ctx context.Context, now time.Time, s span) error {
	if err := w.exec(ctx, "copy commits to settled_loads", fmt.Sprintf(
		"INSERT INTO %s (%s) SELECT * REPLACE (emptyArrayUInt64() AS replaces) FROM (SELECT %[2]s FROM %s FINAL WHERE %s)",
		w.name(ddl.SettledLoads.Name), names(ddl.Loads.Columns), w.name(ddl.Loads.Name), s.within())); err != nil {
		return err
	}
	return w.write(ctx, ddl.SettleLine, []entry{{now, s.To, LoadTime(s.To), s.Loads}})
}
