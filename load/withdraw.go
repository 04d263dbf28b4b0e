package load

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// The outcomes of load_log. A commit that is taken back is not erased: a later
// row with the same load id says so.
const (
	committed = "committed"
	withdrawn = "withdrawn"
	setAside  = "set aside"
)

// withdraw takes commits out of loads. It is for those that are broken and claim
// a version that Graph never showed: every true load would lose against them.
func (w *Warehouse) withdraw(ctx context.Context, now time.Time, records []RecordState) error {
	return inLots(records, func(lot []RecordState) error {
		where := anyOf(lot, isLive)
		if err := w.copyToLog(ctx, now, withdrawn, "verify --repair: broken, and newer than all that Graph listed", w.commits(), where); err != nil {
			return err
		}
		// Behind the settle line their rows would be seen without a commit.
		if _, err := w.sweepAll(ctx, fmt.Sprintf("(%s) AND load_id < %s", where, w.line())); err != nil {
			return fmt.Errorf("remove rows of settled loads: %w", err)
		}
		for _, book := range []db.Table{ddl.Loads, ddl.SettledLoads} {
			if err := w.exec(ctx, "withdraw commits", fmt.Sprintf("DELETE FROM %s WHERE %s", w.stored(book.Name), where)); err != nil {
				return err
			}
		}
		return nil
	})
}

// void says in load_log that what it calls commits of versions that neither are
// live nor were ever listed are not to be counted.
func (w *Warehouse) void(ctx context.Context, now time.Time, records []RecordState) error {
	return inLots(records, func(lot []RecordState) error {
		where := anyOf(lot, func(s RecordState) string { return fmt.Sprintf("version > %d", max(s.Listed, s.Live)) })
		return w.copyToLog(ctx, now, withdrawn, "verify --repair: no such version", w.name(ddl.LoadLog.Name),
			"outcome = '"+committed+"' AND ("+where+")")
	})
}

// logLive writes into load_log the live loads that it does not know.
func (w *Warehouse) logLive(ctx context.Context, records []RecordState) error {
	return inLots(records, func(lot []RecordState) error {
		return w.copyToLog(ctx, time.Time{}, committed, "written by verify --repair", w.commits(), anyOf(lot, isLive))
	})
}

// copyToLog writes rows of loads or load_log into load_log with another outcome.
// A zero time stands for the time of the commit.
func (w *Warehouse) copyToLog(ctx context.Context, at time.Time, outcome, reason, from, where string) error {
	when := "committed_at"
	if !at.IsZero() {
		when = fmt.Sprintf("fromUnixTimestamp64Milli(%d, 'UTC')", at.UnixMilli())
	}
	const counts = "participant_count, session_count, segment_count, stream_count, run_id"
	return w.exec(ctx, "write load_log", fmt.Sprintf(
		"INSERT INTO %s (tenant_id, record_id, version, load_id, outcome, reason, %s, logged_at) "+
			"SELECT tenant_id, record_id, version, load_id, %s, %s, %s, %s FROM %s WHERE %s",
		w.name(ddl.LoadLog.Name), counts, engine.Quote(outcome), engine.Quote(reason), counts, when, from, where))
}

// unclaim takes out of the ledger what it calls loaded of records: a maximum can
// only be lowered by rewriting it. The records are due until the ledger is told
// what is live.
func (w *Warehouse) unclaim(ctx context.Context, records []RecordState) error {
	return inLots(records, func(lot []RecordState) error {
		return w.exec(ctx, "take back what the ledger calls loaded", fmt.Sprintf(
			"ALTER TABLE %s UPDATE loaded_version = NULL WHERE %s SETTINGS mutations_sync = 2",
			w.stored(ddl.Ledger.Name), anyOf(lot, func(RecordState) string { return "1" })))
	})
}

// lotSize is how many records one statement names.
const lotSize = 500

// inLots does something for some records at a time.
func inLots(records []RecordState, do func(lot []RecordState) error) error {
	for lot := range slices.Chunk(records, lotSize) {
		if err := do(lot); err != nil {
			return err
		}
	}
	return nil
}

// isLive is the condition of a row of a record's live load.
func isLive(s RecordState) string { return fmt.Sprintf("load_id = %d", s.LiveLoad) }

// anyOf is the condition that a row is of one of the records and fulfils what
// is asked of that record's rows.
func anyOf(records []RecordState, and func(RecordState) string) string {
	conditions := make([]string, len(records))
	for i, s := range records {
		conditions[i] = fmt.Sprintf("(tenant_id = %s AND record_id = %s AND %s)", engine.Quote(s.TenantID), engine.Quote(s.RecordID), and(s))
	}
	return strings.Join(conditions, " OR ")
}
