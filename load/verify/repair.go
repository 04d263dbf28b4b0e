package verify

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/ledger"
)

// Repaired is what a repair did. What is due is loaded by the next run.
type Repaired struct {
	Due           int `json:"due"`            // records made due
	LedgerUpdated int `json:"ledger_updated"` // records whose live version the ledger was told
	Logged        int `json:"logged"`         // live loads that load_log was told
	Facts         int `json:"facts"`          // tables of facts that are computed anew
	Withdrawn     int `json:"withdrawn"`      // commits and claims taken back, because no load could ever replace them
}

// Repair makes due what was found and Graph still has, and mends the ledger and
// the log where they only lag behind the commits. What Graph no longer has is left: each
// finding says what repairs it. Stopped on the way, it can be repeated.
func (v *Verifier) Repair(ctx context.Context, o Options, found []Finding) (done Repaired, err error) {
	if o, err = v.withNow(ctx, o); err != nil {
		return done, err
	}
	if _, err := v.db.CheckClock(ctx, o.Now); err != nil {
		return done, fmt.Errorf("repair: %w", err)
	}
	for scope, headers := range o.Listed {
		l := ledger.New(v.db, v.db.Family(scope.Family))
		if _, err := l.RecordListed(ctx, scope.TenantID, o.Now, headers); err != nil {
			return done, fmt.Errorf("repair: %w", err)
		}
	}
	states, err := v.statesOfFindings(ctx, found)
	if err != nil {
		return done, err
	}
	reasons := map[db.RecordKey]map[FindingKind]Finding{}
	plan := repairPlan{now: o.Now}
	for _, f := range found {
		if f.Kind == FindingFactsMissing {
			plan.done.Facts++
		}
		if f.RecordID != "" {
			if reasons[f.key()] == nil {
				reasons[f.key()] = map[FindingKind]Finding{}
			}
			reasons[f.key()][f.Kind] = f
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(reasons), db.RecordKey.Compare) {
		plan.add(states[key], reasons[key])
	}
	return v.carryOut(ctx, plan)
}

// repairPlan is what a repair will write.
type repairPlan struct {
	now      time.Time
	rows     []db.Row      // for the ledger, after the rest
	log      []RecordState // live loads to log
	withdraw []RecordState // commits to take back
	unclaim  []RecordState // ledger rows that call a version loaded which never was
	void     []RecordState // load_log rows that do
	done     Repaired
}

// add decides about one record.
func (p *repairPlan) add(s RecordState, why map[FindingKind]Finding) {
	has := func(kinds ...FindingKind) bool {
		return slices.ContainsFunc(kinds, func(k FindingKind) bool { return why[k].Kind != "" })
	}
	broken, inGraph := has(FindingIncomplete, FindingNoRows, FindingWrongRecord), s.InGraph(p.now)
	if broken && s.Live > s.Listed && (inGraph || has(FindingNoRows)) {
		p.withdraw = append(p.withdraw, s) // it would outrank every load to come
		s.Live = 0
	}
	unclaim := s.Loaded > s.Live && (inGraph || s.Loaded > max(s.Listed, s.Logged))
	if unclaim {
		p.unclaim = append(p.unclaim, s)
	}
	if s.Logged > max(s.Live, s.Listed) && inGraph {
		p.void = append(p.void, s)
	}
	if has(FindingUnlogged) && !broken {
		p.log = append(p.log, s)
		p.done.Logged++
	}
	if s.Live > 0 && !broken && (unclaim || s.Live > s.Loaded) {
		p.rows = append(p.rows, s.ledgerRow(db.Row{"loaded_version": s.Live}))
		p.done.LedgerUpdated++
	}
	if inGraph &&
		(broken || has(FindingStale, FindingLedgerAhead, FindingNotInArchive) || has(FindingMissing) && !s.Due) {
		p.rows = append(p.rows, s.want(p.now, why))
		p.done.Due++
	}
}

// want is the ledger's row that makes a record due whatever was loaded. It is
// later than the last load by any clock, so that it is not taken for answered.
// What the ledger has without an instant of listing is listed now: without one
// nothing is due.
func (s RecordState) want(now time.Time, why map[FindingKind]Finding) db.Row {
	listed := ledger.Later(now, s.LostAt.Time)
	now = ledger.Later(now, s.LoadedAt.Time)
	var reasons []string
	for _, kind := range slices.Sorted(maps.Keys(why)) {
		reasons = append(reasons, string(kind)+" ("+why[kind].Detail+")")
	}
	row := db.Row{
		"wanted_at": now,
		"incident":  []any{now, s.Listed, db.Brief("wanted by verify: " + strings.Join(reasons, ", "))},
	}
	if s.Loaded == 0 && !s.Due {
		row["last_listed_at"] = listed
	}
	return s.ledgerRow(row)
}

// ledgerRow makes a row of the ledger about the record.
func (s RecordState) ledgerRow(row db.Row) db.Row {
	row["tenant_id"], row["family"], row["record_id"] = s.TenantID, s.Family, s.RecordID
	return row
}

// carryOut writes a plan: what stands in the way first, what makes due last.
func (v *Verifier) carryOut(ctx context.Context, p repairPlan) (Repaired, error) {
	p.done.Withdrawn = len(p.withdraw) + len(p.unclaim) + len(p.void)
	for _, step := range []func() error{
		func() error { return v.forgetFacts(ctx, p.done.Facts) },
		func() error { return v.withdraw(ctx, p.now, p.withdraw) },
		func() error { return v.void(ctx, p.now, p.void) },
		func() error { return v.unclaim(ctx, p.unclaim) },
		func() error { return v.logLive(ctx, p.log) },
		func() error { return v.db.Write(ctx, ddl.Ledger, p.rows) },
	} {
		if err := step(); err != nil {
			return Repaired{}, fmt.Errorf("repair, half done, repeat it: %w", err)
		}
	}
	return p.done, nil
}
