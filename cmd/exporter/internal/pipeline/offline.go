package pipeline

import (
	"context"
	"errors"
	"iter"
	"time"

	"callrecords/schema"
)

// Document is one page of a record that is at hand: in a file, or in the vault.
type Document struct {
	RecordID string // as it was listed; "" takes the page's own
	Version  uint64
	Index    uint32 // 0 begins a record; its further pages follow at once
	Page     schema.Page
	Place    string // file and line, for errors; "" for what was in the vault
	Bad      error  // why it cannot be flattened: the record is set aside
}

// Load loads records that are at hand, in the way that Run loads what it
// fetched: flattened, loaded under fresh load ids, committed, settled. An error
// among the documents ends it; what was whole until there is committed. Nothing
// is listed, and what else is due is left alone.
func Load(ctx context.Context, opts Options, documents iter.Seq2[Document, error]) (Report, error) {
	r := &run{Options: opts.withDefaults()}
	r.report.Tables = schema.Counts{}
	r.report.Run = schema.Run{ID: r.RunID(), TenantID: r.Tenant, Command: r.Command, Started: r.Now(),
		Window: orElse(r.Window, schema.Window{From: time.Unix(0, 0).UTC(), To: time.Unix(0, 0).UTC()})}
	err := r.loadAll(ctx, r.Expected, func(ctx context.Context, to chan<- message) error {
		return r.readAll(ctx, documents, to)
	})
	for _, o := range r.report.Troubled {
		if o.Kind == schema.OutcomeFailed {
			r.report.Left++
		}
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return r.report, errors.Join(err, r.record(last, err))
}

// readAll sends the pages of documents, and an end after each record's last.
func (r *run) readAll(ctx context.Context, documents iter.Seq2[Document, error], to chan<- message) error {
	var a *attempt
	for d, err := range documents {
		if err != nil {
			return err // the record before it may not be whole
		}
		if d.Index == 0 {
			if err := end(ctx, a, to); err != nil {
				return err
			}
			a = r.attempt(d)
		}
		r.report.Bytes += uint64(len(d.Page.Body))
		if d.Page.Body == nil {
			continue
		}
		if err := send(ctx, to, message{attempt: a, page: d.Page}); err != nil {
			return err
		}
	}
	return end(ctx, a, to)
}

// attempt begins the load of a document.
func (r *run) attempt(d Document) *attempt {
	now := r.Now()
	a := &attempt{place: d.Place, header: schema.Header{ID: d.RecordID, Version: d.Version}, owner: schema.Owner{
		Family: r.Family.Name, TenantID: r.Tenant, RecordID: d.RecordID, Version: d.Version, LoadID: r.Loader.NextLoadID(now), ExportedAt: now,
	}}
	a.broken = a.located(d.Bad)
	return a
}

// end says that the last page of a record was sent.
func end(ctx context.Context, a *attempt, to chan<- message) error {
	if a == nil {
		return nil
	}
	return send(ctx, to, message{attempt: a, end: true})
}
