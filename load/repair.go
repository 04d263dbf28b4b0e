package load

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callrecords/load/ddl"
)

// Repaired is what a repair did. What is due is loaded by the next run.
type Repaired struct {
	Due           int `json:"due"`            // records made due
	LedgerUpdated int `json:"ledger_updated"` // records whose live version the ledger was told
	Logged        int `json:"logged"`         // live loads that load_log was told
	Withdrawn     int `json:"withdrawn"`      // commits and claims taken back, because no load could ever replace them
}

// Repair makes due what was found and Graph still has, and puts the books right
// where they only lag behind the commits. What Graph no longer has is left: each
// finding says what repairs it. Stopped on the way, it can be repeated.
func (w *Warehouse) Repair(ctx context.Context, o VerifyOptions, found []Finding) (done Repaired, err error) {
	o = o.withDefaults()
	for tenant, headers := range o.Listed {
		if _, err := w.RecordListed(ctx, tenant, o.Now, headers); err != nil {
			return done, fmt.Errorf("repair: %w", err)
		}
	}
	standings, err := w.standingsFor(ctx, found)
	if err != nil {
		return done, err
	}
	reasons := map[recordKey]map[FindingKind]Finding{}
	for _, f := range found {
		if f.RecordID != "" {
			if reasons[f.key()] == nil {
				reasons[f.key()] = map[FindingKind]Finding{}
			}
			reasons[f.key()][f.Kind] = f
		}
	}
	plan := repairPlan{now: o.Now}
	for _, key := range slices.SortedFunc(maps.Keys(reasons), recordKey.compare) {
		plan.add(standings[key], reasons[key])
	}
	return w.carryOut(ctx, plan)
}

// repairPlan is what a repair will write.
type repairPlan struct {
	now      time.Time
	rows     []entry       // for the ledger, after the rest
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
		p.rows = append(p.rows, states{tenant: s.TenantID, id: s.RecordID, loaded: s.Live}.entry())
		p.done.LedgerUpdated++
	}
	if inGraph && (broken || has(FindingStale, FindingLedgerAhead, FindingNotInArchive) || has(FindingMissing) && !s.Due) {
		p.rows = append(p.rows, s.want(p.now, why))
		p.done.Due++
	}
}

// want is the ledger's row that makes a record due whatever was loaded. It is
// later than the last load by any clock, so that it is not taken for answered.
// What the ledger has without an instant of listing is listed now: without one
// nothing is due.
func (s RecordState) want(now time.Time, why map[FindingKind]Finding) entry {
	if !now.After(s.LoadedAt) {
		now = s.LoadedAt.Add(time.Millisecond)
	}
	var reasons []string
	for _, kind := range slices.Sorted(maps.Keys(why)) {
		reasons = append(reasons, string(kind)+" ("+why[kind].Detail+")")
	}
	row := states{tenant: s.TenantID, id: s.RecordID, wantedAt: now,
		incident: []any{now, s.Listed, "wanted by verify: " + strings.Join(reasons, ", ")}}
	if s.Loaded == 0 && !s.Due {
		row.lastListed = now
	}
	return row.entry()
}

// carryOut writes a plan: what stands in the way first, what makes due last.
func (w *Warehouse) carryOut(ctx context.Context, p repairPlan) (Repaired, error) {
	p.done.Withdrawn = len(p.withdraw) + len(p.unclaim) + len(p.void)
	for _, step := range []func() error{
		func() error { return w.withdraw(ctx, p.now, p.withdraw) },
		func() error { return w.void(ctx, p.now, p.void) },
		func() error { return w.unclaim(ctx, p.unclaim) },
		func() error { return w.logLive(ctx, p.log) },
		func() error { return w.write(ctx, ddl.Ledger, p.rows) },
	} {
		if err := step(); err != nil {
			return Repaired{}, fmt.Errorf("repair, half done, repeat it: %w", err)
		}
	}
	return p.done, nil
}
