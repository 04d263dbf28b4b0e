package load

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/ddl"
	"callrecords/schema"
)

// span are the loads that the settle line is to pass.
type span struct {
	From, To uint64 // ids, half-open
	Loads    uint64 // live ones
}

// within is the condition of a row of its loads.
func (s span) within() string { return fmt.Sprintf("load_id >= %d AND load_id < %d", s.From, s.To) }

// length is the time from its first load to the end.
func (s span) length() time.Duration { return LoadTime(s.To).Sub(LoadTime(s.From)) }

// span is what is old enough by our clock. A clock that is months ahead would
// have the line pass loads in flight: the newest start that Graph's list has
// shown, a day later, bounds it.
func (w *Warehouse) span(ctx context.Context, now time.Time, line uint64) (span, error) {
	type row struct {
		At int64
		N  uint64
	}
	s := span{From: line, To: firstLoadAt(now.Add(-w.settleAge))}
	if s.length() < w.settleAge/settleSteps {
		return span{}, nil
	}
	newest, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT toUnixTimestamp64Nano(CAST(maxIf(listed.2, listed.2 < %s) AS DateTime64(9, 'UTC'))) AS At FROM %s",
		instantSQL(now), w.name(ddl.Ledger.Name)))
	if err != nil {
		return span{}, fmt.Errorf("read the newest start: %w", err)
	}
	if at := instant(newest[0].At); !at.IsZero() {
		s.To = min(s.To, firstLoadAt(at.Add(24*time.Hour-w.settleAge)))
	}
	if s.length() < w.settleAge/settleSteps {
		return span{}, nil
	}
	rows, err := query[row](ctx, w, fmt.Sprintf("SELECT count() AS N FROM %s FINAL WHERE %s", w.name(ddl.Loads.Name), s.within()))
	if err != nil {
		return span{}, fmt.Errorf("count the loads to settle: %w", err)
	}
	s.Loads = rows[0].N
	return s, nil
}

// strays is the condition of rows that must not be behind the line: those of
// loads that are not live, unless a commit in front of the line replaces them,
// and those that one behind it replaces. Live and replaced ones are one set, so
// that a commit on the way changes both at once. Live, too, are those that
// another exporter has settled meanwhile.
func (w *Warehouse) strays(s span) string {
	return fmt.Sprintf("(%[1]s AND load_id NOT IN (%[2]s) AND load_id NOT IN (SELECT load_id FROM %[3]s WHERE %[1]s)) OR load_id IN (%[4]s WHERE load_id < %[5]d)",
		s.within(), w.idsOf(fmt.Sprintf("if(load_id < %d, [load_id], arrayPushFront(replaces, load_id))", s.To)),
		w.name(ddl.SettledLoads.Name), w.idsOf("replaces"), s.To)
}

// clear sweeps the strays, and makes sure that none is left.
func (w *Warehouse) clear(ctx context.Context, s span) error {
	strays := w.strays(s)
	if _, err := w.sweepAll(ctx, strays); err != nil {
		return err
	}
	type row struct {
		Rows  uint64
		First string
	}
	rows, err := query[row](ctx, w, "SELECT count() AS Rows, any(record_id) AS First FROM ("+w.eachTable(func(t schema.Table) string {
		return fmt.Sprintf("SELECT record_id FROM %s WHERE %s", w.name(t.StoredName()), strays)
	})+")")
	if err != nil {
		return fmt.Errorf("look for rows of dead loads: %w", err)
	}
	if r := rows[0]; r.Rows > 0 {
		return fmt.Errorf("%w: %d rows of dead loads were not swept, of record %s and others; run exporter verify", ErrUnsound, r.Rows, r.First)
	}
	return nil
}

// inspect makes sure that live loads have the rows that they declare.
func (w *Warehouse) inspect(ctx context.Context, s span) error {
	type row struct {
		Loads         uint64
		Record, Table string
	}
	rows, err := query[row](ctx, w, fmt.Sprintf("SELECT uniqExact(load_id) AS Loads, any(record_id) AS Record, any(table_name) AS Table FROM (%s)",
		w.auditOf(fmt.Sprintf("(SELECT * FROM %s FINAL WHERE %s)", w.name(ddl.Loads.Name), s.within()), " WHERE "+s.within())))
	if err != nil {
		return fmt.Errorf("audit the loads to settle: %w", err)
	}
	if r := rows[0]; r.Loads > 0 {
		return fmt.Errorf("%w: %d live loads have other numbers of rows than they declare, such as record %s in %s; "+
			"exporter verify names each and what to do about it", ErrUnsound, r.Loads, r.Record, r.Table)
	}
	return nil
}
