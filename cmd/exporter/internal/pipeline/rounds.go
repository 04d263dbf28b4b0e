package pipeline

import (
	"context"
	"iter"
	"slices"
	"time"

	"callrecords/cmd/exporter/internal/pipeline/claims"
	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

// A list may take hours, or never end. So what it has noted is fetched meanwhile, in
// rounds.
const (
	// roundEvery is how long a list may go on alone: a short one is read to its end, so
	// that all is fetched in the order of expiry.
	roundEvery = time.Minute

	// roundSize is how many records a round fetches while the list goes on. What the
	// list shows meanwhile can be nearer to expiry, and must not wait for all of them.
	roundSize = 5000
)

// rounds are the rounds of a run. One goroutine uses them.
type rounds struct {
	*run
	list   *listing.List
	loader *batchLoader
	to     chan<- message
	claims *claims.Claims

	seen    map[string]uint64 // what was due to the run: version by record
	tried   map[string]uint64 // what of it the run has fetched
	waiting time.Time         // since when it has nothing to do but wait for others; zero when it has
}

func (r *run) newRounds(list *listing.List, l *batchLoader, to chan<- message) *rounds {
	return &rounds{
		run: r, list: list, loader: l, to: to,
		claims: claims.New(claims.Options{
			Store: r.opts.Claims, Tenant: r.opts.Tenant, Run: r.report.ID, Age: r.opts.ClaimAge, Logger: r.opts.Logger,
		}),
		seen: map[string]uint64{}, tried: map[string]uint64{},
	}
}

// all fetches what is due and sends it to the loader, again and again while the list
// goes on, once more at its end, and then what other runs have claimed and not loaded.
// A record is fetched once per version that was listed: what fails is for the next run.
func (r *rounds) all(ctx context.Context) error {
	for round := 0; ; round++ {
		ended := r.list.Ended() // asked first: then the ledger has all of it
		due, err := r.untried(ctx)
		if err != nil {
			return err
		}
		if round == 0 {
			r.warnOfExpiry(ctx, due)
		}
		r.countShared(due)
		if !ended {
			due = due[:min(len(due), roundSize)]
		}
		r.see(due)
		won, err := r.fetch(ctx, due)
		if err != nil || ended && r.finished(ctx, won, len(due)-won) {
			return err
		}
		if won == roundSize {
			continue
		}
		if err := send(ctx, r.to, message{flush: true}); err != nil {
			return err
		}
		switch {
		case !ended:
			r.list.WaitAtMost(roundEvery)
		case won == 0:
			r.claims.Wait(ctx)
		}
	}
}

// untried is what is due and was not fetched yet.
func (r *rounds) untried(ctx context.Context) ([]schema.Due, error) {
	due, _, err := r.due(ctx)
	return slices.DeleteFunc(due, func(d schema.Due) bool {
		version, ok := r.tried[d.ID]
		return ok && version >= d.Version
	}), err
}

// see counts what is due for the first time.
func (r *rounds) see(due []schema.Due) {
	fresh := 0
	for _, d := range due {
		if r.seen[d.ID] < d.Version {
			r.seen[d.ID] = d.Version
			fresh++
		}
	}
	r.report.Due += uint64(fresh)
	r.loader.total.Add(int64(fresh))
}

// countShared counts what was due and is due no longer, though this run did not fetch
// it: another one has seen to it.
func (r *rounds) countShared(due []schema.Due) {
	still := make(map[string]bool, len(due))
	for _, d := range due {
		still[d.ID] = true
	}
	before := r.report.Shared
	r.report.Shared = 0
	for id, version := range r.seen {
		if !still[id] && r.tried[id] < version {
			r.report.Shared++
		}
	}
	r.loader.total.Add(int64(before) - int64(r.report.Shared))
}

// fetch fetches what of the due records no other run has, and says how many these were.
func (r *rounds) fetch(ctx context.Context, due []schema.Due) (won int, err error) {
	var mine iter.Seq[schema.Due] = func(yield func(schema.Due) bool) {
		for d := range r.claims.Take(ctx, due) {
			won++
			r.tried[d.ID] = d.Version
			if !yield(d) {
				return
			}
		}
	}
	err = fetchAll(ctx, &r.opts, mine, r.claims.Done, r.to)
	return won, err
}

// finished says whether nothing is left for this run. It waits for others for the age of
// a claim: what they had when the wait began has aged out then, and what is claimed still
// is of a run that lives.
func (r *rounds) finished(ctx context.Context, won, left int) bool {
	switch {
	case left == 0:
		return true
	case won > 0:
		r.waiting = time.Time{}
		return false
	case r.waiting.IsZero():
		r.waiting = time.Now()
		r.opts.Logger.InfoContext(ctx, "waiting for records that another run has claimed", "tenant", r.opts.Tenant,
			"run", r.report.ID, "records", left, "at_most", r.opts.ClaimAge.String())
	}
	if time.Since(r.waiting) < r.opts.ClaimAge {
		return false
	}
	r.report.LeftToOthers = uint64(left)
	return true
}
