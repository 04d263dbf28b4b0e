package pipeline

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"time"

	"callrecords/schema"
)

// Document is one page of a record that is at hand: in a file, or in the archive.
type Document struct {
	RecordID string // as it was listed; "" takes the page's own
	Version  uint64
	Start    time.Time // as it was listed; zero when it was not
	Index    uint32    // 0 begins a record; its further pages follow at once
	Page     schema.Page
	Place    string // file and line, for errors; "" for what was in the archive
	Part     string // what it lacks of a whole record: loaded, it is due all the same
	Bad      error  // why it cannot be flattened: the record is set aside
}

// Load loads records that are at hand, in the way that Run loads what it
// fetched: flattened, loaded under fresh load ids, committed, recorded in the
// ledger. An error among the documents ends it; what was whole until there is
// committed. Nothing is listed, and what else is due is left alone.
func Load(ctx context.Context, opts LoadOptions, documents iter.Seq2[Document, error]) (Report, error) {
	opts.Options = opts.Options.withDefaults()
	report := newReport(opts.Options, cmp.Or(opts.Window, noWindow))
	if err := opts.check(); err != nil {
		report.finish(ctx, opts.Now(), err)
		return report, err
	}
	opts.Observer.RunStarted(report.Run)
	l := newBatchLoader(&opts.Options, &report)
	l.archiveRefused = !opts.FromArchive
	l.total.Store(int64(opts.Expected))
	l.remedy = "the same command loads them again"
	l.refusedRemedy = "import --incomplete loads it all the same"
	if opts.FromArchive {
		l.refusedRemedy = "the archive has a part only, which stays where it is"
	}
	var bytes uint64
	err := l.loadAll(ctx, func(ctx context.Context, to chan<- message) error {
		return readAll(ctx, &opts, documents, &bytes, to)
	})
	report.Bytes = bytes
	for _, o := range report.Troubled {
		if o.Kind == schema.OutcomeFailed {
			report.Left++
		}
	}
	err = errors.Join(err, recordRun(ctx, opts.Options, &report, err))
	opts.Observer.RunFinished(report, err)
	return report, err
}

// readAll sends the pages of documents, and an end after each record's last
// page. It counts the bytes of the pages.
func readAll(
	ctx context.Context, o *LoadOptions, documents iter.Seq2[Document, error], bytes *uint64, to chan<- message,
) error {
	var a *attempt // nil before the first record
	for d, err := range documents {
		if err != nil {
			return err // the record before it may not be whole
		}
		if d.Index == 0 {
			if a != nil {
				if err := send(ctx, to, message{attempt: a, end: true}); err != nil {
					return err
				}
			}
			now := o.Now()
			header := schema.Header{ID: d.RecordID, Version: d.Version}
			a = &attempt{place: d.Place, part: d.Part, header: header, mayShrink: o.mayShrink(d), owner: schema.Owner{
				Family: o.Family.Name, TenantID: o.Tenant, RecordID: d.RecordID, Version: d.Version, Start: d.Start,
				LoadID: o.Loader.NextLoadID(now), ExportedAt: now,
				Incomplete: o.Incomplete || o.FromArchive, // it was decided when they came
			}}
			a.bad = a.located(d.Bad)
		}
		*bytes += uint64(len(d.Page.Body))
		if d.Page.Body == nil {
			continue // a file that could not be read: only its name is known
		}
		if err := send(ctx, to, message{attempt: a, page: d.Page}); err != nil {
			return err
		}
	}
	if a == nil {
		return nil
	}
	return send(ctx, to, message{attempt: a, end: true})
}
