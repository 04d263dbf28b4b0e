package load

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callrecords/schema"
)

// NewHeaders are the headers that Graph's list shows and the ledger does not have:
// records it never saw, newer versions, and records that were lost and are
// listed again.
func (w *Warehouse) NewHeaders(ctx context.Context, tenant string, headers []schema.Header) ([]schema.Header, error) {
	known, err := w.known(ctx, tenant, headers)
	if err != nil {
		return nil, err
	}
	var unnoted []schema.Header
	for _, h := range headers {
		if k, ok := known[h.ID]; !ok || k.Version < h.Version || k.Lost {
			unnoted = append(unnoted, h)
		}
	}
	return unnoted, nil
}

// amiss finds the standings of which something must be said.
const amiss = "listed.1 > live.1 OR ifNull(loaded, 0) != live.1 OR logged > live.1 OR ifNull(" + isDue + ", 0)"

// checkLedger holds what Graph and the ledger say against the commits.
func (w *Warehouse) checkLedger(ctx context.Context, o VerifyOptions) ([]Finding, error) {
	listed, err := w.listedNow(ctx, o)
	if err != nil {
		return nil, err
	}
	all, err := w.standings(ctx, "", amiss)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, s := range all {
		if _, ok := listed[s.key()]; !ok {
			found = append(found, s.findings(o)...)
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(listed), recordKey.compare) {
		found = append(found, listed[key].findings(o)...)
	}
	return found, nil
}

// listedNow is the standing of the records that Graph lists and the ledger
// lacks, as if it had them.
func (w *Warehouse) listedNow(ctx context.Context, o VerifyOptions) (map[recordKey]RecordState, error) {
	listed := map[recordKey]RecordState{}
	for tenant, headers := range o.Listed {
		ids := make([]string, len(headers))
		for i, h := range headers {
			ids[i] = h.ID
		}
		known, err := w.standingsOf(ctx, tenant, ids)
		if err != nil {
			return nil, err
		}
		for _, h := range headers {
			s := known[h.ID]
			s.TenantID, s.RecordID, s.Start, s.Lost = tenant, h.ID, h.Start, false
			s.Listed = max(s.Listed, h.Version)
			s.Due = s.Due || s.Listed > s.Loaded
			listed[s.key()] = s
		}
	}
	return listed, nil
}

// findings are what is wrong with a record's standing.
func (s RecordState) findings(o VerifyOptions) []Finding {
	var found []Finding
	add := func(kind FindingKind, version uint64, format string, args ...any) {
		found = append(found, Finding{Kind: kind, TenantID: s.TenantID, RecordID: s.RecordID,
			Version: version, LoadID: s.LiveLoad, Detail: fmt.Sprintf(format, args...)})
	}
	left := s.Expires().Sub(o.Now)
	switch {
	case s.Listed > 0 && s.never() && !s.InGraph(o.Now):
		add(FindingExpiredUnread, s.Listed, "started %s", s.Start.Format(time.RFC3339))
	case s.Listed > 0 && s.never():
		add(FindingMissing, s.Listed, "expires %s", s.Expires().Format(time.RFC3339))
	case s.Live > 0 && s.Listed > s.Live:
		add(FindingStale, s.Listed, "version %d is live", s.Live)
	}
	if s.Due && left > 0 && left <= o.ExpiryAlarm {
		add(FindingExpiring, s.Listed, "%s left", left.Round(time.Minute))
	}
	switch {
	case max(s.Loaded, s.Logged) > s.Live:
		add(FindingLedgerAhead, max(s.Loaded, s.Logged), "loaded says the ledger %d, load_log %d; live is %d", s.Loaded, s.Logged, s.Live)
	case s.Live > s.Loaded:
		add(FindingLedgerBehind, s.Live, "loaded says the ledger %d", s.Loaded)
	}
	return found
}

// recordKey names a record among all tenants.
type recordKey struct{ tenant, id string }

func (s RecordState) key() recordKey { return recordKey{s.TenantID, s.RecordID} }

// compare orders records by tenant and id.
func (k recordKey) compare(other recordKey) int {
	return cmp.Or(strings.Compare(k.tenant, other.tenant), strings.Compare(k.id, other.id))
}
