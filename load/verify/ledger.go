package verify

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"callrecords/load/db"
)

// checkLedger holds what Graph and the ledger say against the commits.
func (v *Verifier) checkLedger(ctx context.Context, o Options) ([]Finding, error) {
	listed, err := v.listedNow(ctx, o)
	if err != nil {
		return nil, err
	}
	suspects, err := v.recordStates(ctx, `
        listed_version > live_version
    OR loaded_version != live_version
    OR logged_version > live_version
    OR due = 1`)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, s := range suspects {
		if _, ok := listed[s.key()]; !ok {
			found = append(found, s.findings(o)...)
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(listed), db.RecordKey.Compare) {
		found = append(found, listed[key].findings(o)...)
	}
	return found, nil
}

// listedNow is the state of the records that Graph lists and the ledger lacks,
// as if it had them.
func (v *Verifier) listedNow(ctx context.Context, o Options) (map[db.RecordKey]RecordState, error) {
	listed := map[db.RecordKey]RecordState{}
	for scope, headers := range o.Listed {
		ids := make([]string, len(headers))
		for i, h := range headers {
			ids[i] = h.ID
		}
		known, err := v.recordStatesOf(ctx, scope.TenantID, ids)
		if err != nil {
			return nil, err
		}
		for _, h := range headers {
			s := known[h.ID]
			s.TenantID, s.Family, s.RecordID = scope.TenantID, scope.Family, h.ID
			s.Start, s.Expires = h.Start, v.db.Family(scope.Family).Expires(h.Start)
			s.Lost = false
			s.Listed = max(s.Listed, h.Version)
			s.Due = s.Due || s.Listed > s.Loaded || s.inPart()
			listed[s.key()] = s
		}
	}
	return listed, nil
}

// findings are what is wrong with a record's state.
func (s RecordState) findings(o Options) []Finding {
	var found []Finding
	add := func(kind FindingKind, version uint64, format string, args ...any) {
		found = append(found, Finding{Kind: kind, TenantID: s.TenantID, RecordID: s.RecordID,
			Version: version, LoadID: s.LiveLoad, Detail: fmt.Sprintf(format, args...)})
	}
	left := s.Expires.Sub(o.Now)
	switch {
	case s.Listed > 0 && s.neverLoaded() && !s.InGraph(o.Now):
		add(FindingExpiredUnread, s.Listed, "started %s", s.Start.Format(time.RFC3339))
	case s.Listed > 0 && s.neverLoaded():
		add(FindingMissing, s.Listed, "expires %s", s.Expires.Format(time.RFC3339))
	case s.Live > 0 && s.Listed > s.Live:
		add(FindingStale, s.Listed, "version %d is live", s.Live)
	case s.inPart() && s.InGraph(o.Now):
		add(FindingInPart, s.Live, "%s", s.LivePart)
	}
	if s.Due && left > 0 && left <= o.ExpiryAlarm {
		add(FindingExpiring, s.Listed, "%s left", left.Round(time.Minute))
	}
	switch {
	case max(s.Loaded, s.Logged) > s.Live:
		add(FindingLedgerAhead, max(s.Loaded, s.Logged),
			"loaded says the ledger %d, load_log %d; live is %d", s.Loaded, s.Logged, s.Live)
	case s.Live > s.Loaded:
		add(FindingLedgerBehind, s.Live, "loaded says the ledger %d", s.Loaded)
	}
	return found
}
