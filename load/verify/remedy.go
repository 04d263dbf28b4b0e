package verify

import (
	"context"
	"time"

	"callrecords/load/db"
)

// advise says of each finding what to do about it.
func (v *Verifier) advise(ctx context.Context, now time.Time, found []Finding) error {
	states, err := v.statesOfFindings(ctx, found)
	if err != nil {
		return err
	}
	for i, f := range found {
		found[i].Remedy = remedyFor(kinds[rank(f.Kind)].remedy, states[f.key()], now)
	}
	return nil
}

// statesOfFindings reads the state of every record that a finding names.
func (v *Verifier) statesOfFindings(
	ctx context.Context,
	found []Finding,
) (map[db.RecordKey]RecordState, error) {
	ids := map[string][]string{}
	asked := map[db.RecordKey]bool{}
	for _, f := range found {
		if f.RecordID != "" && !asked[f.key()] {
			asked[f.key()] = true
			ids[f.TenantID] = append(ids[f.TenantID], f.RecordID)
		}
	}
	states := map[db.RecordKey]RecordState{}
	for tenant, ids := range ids {
		byID, err := v.recordStatesOf(ctx, tenant, ids)
		if err != nil {
			return nil, err
		}
		for _, s := range byID {
			states[s.key()] = s
		}
	}
	return states, nil
}

// remedyFor is a remedy in words. Graph is asked first, because it has the newest
// version; what it no longer has, the archive may have.
func remedyFor(r remedy, s RecordState, now time.Time) string {
	switch {
	case (r == byRun || r == byFetch) && s.Due:
		return "due: the next run fetches it"
	case r == byRun || r == byFetch && s.InGraph(now):
		return "exporter verify --repair makes it due"
	case (r == byFetch || r == byReplay) && s.Pages > 0:
		return "exporter replay --record " + s.RecordID
	case r == byFetch || r == byReplay:
		return "neither Graph nor the archive has it: exporter import, if you have a file of it"
	case r == byLedger || r == byLog:
		return "exporter verify --repair writes it"
	case r == byForgetting:
		return "exporter verify --repair has them computed when one asks, until the next runs have computed them ahead"
	case r == bySweep:
		return "exporter sweep"
	case r == byDisk:
		return "the store is damaged: see docs/verify.md, and the disk; exporter verify --repair and exporter run " +
			"fetch what Graph still has, exporter replay loads what the archive has"
	}
	return "see docs/verify.md"
}
