package load

import (
	"context"
	"time"
)

// advise says of each finding what to do about it.
func (w *Warehouse) advise(ctx context.Context, now time.Time, found []Finding) error {
	standings, err := w.standingsFor(ctx, found)
	if err != nil {
		return err
	}
	for i, f := range found {
		found[i].Remedy = remedyFor(kinds[rank(f.Kind)].remedy, standings[f.key()], now)
	}
	return nil
}

// standingsFor reads the standing of every record that a finding names.
func (w *Warehouse) standingsFor(ctx context.Context, found []Finding) (map[recordKey]RecordState, error) {
	ids := map[string][]string{}
	asked := map[recordKey]bool{}
	for _, f := range found {
		if f.RecordID != "" && !asked[f.key()] {
			asked[f.key()] = true
			ids[f.TenantID] = append(ids[f.TenantID], f.RecordID)
		}
	}
	standings := map[recordKey]RecordState{}
	for tenant, ids := range ids {
		byID, err := w.standingsOf(ctx, tenant, ids)
		if err != nil {
			return nil, err
		}
		for _, s := range byID {
			standings[s.key()] = s
		}
	}
	return standings, nil
}

func (f Finding) key() recordKey { return recordKey{f.TenantID, f.RecordID} }

// remedyFor is a remedy in words. Graph is asked first, because it has the newest
// version; what it no longer has, the vault may have.
func remedyFor(r remedy, s RecordState, now time.Time) string {
	switch {
	case (r == byRun || r == byFetch) && s.Due:
		return "due: the next run fetches it"
	case r == byRun || r == byFetch && s.InGraph(now):
		return "exporter verify --repair makes it due"
	case (r == byFetch || r == byReplay) && s.Pages > 0:
		return "exporter replay --record " + s.RecordID
	case r == byFetch || r == byReplay:
		return "neither Graph nor the vault has it: exporter import, if an archive does"
	case r == bySettle || r == byLog:
		return "exporter verify --repair writes it"
	case r == bySweep:
		return "exporter sweep"
	}
	return "see docs/verify.md"
}
