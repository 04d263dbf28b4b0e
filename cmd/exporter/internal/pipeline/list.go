package pipeline

import (
	"context"
	"errors"

	"callrecords/schema"
)

// noteSize is how many headers go into the ledger at once.
const noteSize = 1000

// list notes every header of the window in the ledger. A row that is refused is
// reported and does not end the list.
func (r *run) list(ctx context.Context) error {
	var pending []schema.Header
	for page, err := range r.opts.Source.List(ctx, r.report.Window) {
		if err != nil {
			return errors.Join(err, r.note(ctx, pending))
		}
		for _, row := range page.Refused {
			r.report.Unlisted = append(r.report.Unlisted, row.Error())
			r.opts.Logger.ErrorContext(ctx, "list row refused", "tenant", r.opts.Tenant, "error", row)
		}
		r.report.Listed += uint64(len(page.Headers))
		if pending = append(pending, page.Headers...); len(pending) < noteSize {
			continue
		}
		if err := r.note(ctx, pending); err != nil {
			return err
		}
		pending = pending[:0]
	}
	return r.note(ctx, pending)
}

// note writes headers into the ledger.
func (r *run) note(ctx context.Context, headers []schema.Header) error {
	fresh, err := r.opts.Ledger.RecordListed(ctx, r.opts.Tenant, r.opts.Now(), headers)
	r.report.Fresh += fresh
	return err
}
