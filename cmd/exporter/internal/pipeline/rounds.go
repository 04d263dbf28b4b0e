package pipeline

import (
	"context"
	"slices"
	"time"

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

// rounds fetches what is due and sends it to the loader, again and again while the list
// goes on, and once more at its end. A record is fetched once per version that was
// listed: what fails is for the next run.
func (r *run) rounds(ctx context.Context, list *listing, l *batchLoader, to chan<- message) error {
	tried := map[string]uint64{} // version by record
	for round := 0; ; round++ {
		ended := list.ended() // asked first: then the ledger has all of it
		due, _, err := r.due(ctx)
		if err != nil {
			return err
		}
		due = slices.DeleteFunc(due, func(d schema.Due) bool {
			version, ok := tried[d.ID]
			return ok && version >= d.Version
		})
		if round == 0 {
			r.warnOfExpiry(ctx, due)
		}
		if !ended {
			due = due[:min(len(due), roundSize)]
		}
		for _, d := range due {
			tried[d.ID] = d.Version
		}
		r.report.Due += uint64(len(due))
		l.total.Add(int64(len(due)))
		if err := fetchAll(ctx, &r.opts, due, to); err != nil || ended {
			return err
		}
		if len(due) == roundSize {
			continue
		}
		if err := send(ctx, to, message{flush: true}); err != nil {
			return err
		}
		list.wait(roundEvery)
	}
}
