package pipeline

import (
	"context"
	"errors"

	"callrecords/schema"
)

// noteSize is how many headers go into the ledger at once.
const noteSize = 1000

// list notes every header of the window in the ledger. A row that cannot be
// read is reported and does not end the list.
func (r *run) list(ctx context.Context) error {
	var pending []schema.Header
	for headers, err := range r.opts.Source.List(ctx, r.report.Window) {
		if refused(err) {
			r.report.Unlisted = append(r.report.Unlisted, err.Error())
			r.opts.Logger.ErrorContext(ctx, "list row refused", "tenant", r.opts.Tenant, "error", err)
			continue
		}
		if err != nil {
			return errors.Join(err, r.note(ctx, pending))
		}
		r.report.Listed += uint64(len(headers))
		if pending = append(pending, headers...); len(pending) < noteSize {
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

// refused says whether an error is about one row or record only.
func refused(err error) bool {
	e, ok := errors.AsType[*schema.SourceError](err)
	return ok && e.Fault == schema.FaultRefused
}
