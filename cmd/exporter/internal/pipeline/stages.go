package pipeline

import (
	"context"
	"iter"
	"time"

	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

// Source is where records come from. Its methods may be called at once and
// again at any time; they change nothing at the source. Errors are
// [*schema.SourceError], unless the context is done.
type Source interface {
	listing.Source

	// Fetch yields the pages of one record, the record itself first, all of one
	// version: the listed one or a newer one. After an error the pages that
	// came are void. With fault Changed, fetching again may help at once.
	Fetch(ctx context.Context, h schema.Header) iter.Seq2[schema.Page, error]

	// Traffic is what has gone over the wire since the source was made. It only
	// grows.
	Traffic() Traffic
}

// SourceByID is a source that can be asked for one record.
type SourceByID interface {
	Source

	// Header is the header of one record; FaultNotFound when the source has no such
	// record.
	Header(ctx context.Context, id string) (schema.Header, error)
}

// Traffic is what a source has cost so far.
type Traffic struct {
	Requests, Throttled, Retried uint64
	Bytes                        uint64 // bodies received
}

// Batch flattens pages into rows. One goroutine uses it.
type Batch interface {
	// Open begins a record whose rows carry the owner's load id. Several records
	// may be open at once.
	Open(o schema.Owner) Reading
	// Size is what the batch holds: rows over all tables, and bytes of JSON that
	// were read for them. Take sets both back to 0.
	Size() (rows, bytes int)
	// Take hands out the rows so far and empties the batch; the caller releases
	// them. Open records go on, and their further rows come with the next Take.
	Take() []schema.Rows
}

// Reading is one record on its way into a batch.
type Reading interface {
	// Page reads the next page, the record itself first. An error is about the
	// page: the record must be set aside, and its rows never committed.
	Page(p schema.Page) error
	// Aside are the rows of the pages so far that could not be read. The others are
	// loaded, and the load is a part.
	Aside() schema.Aside
	// Close ends the record and returns what its load declares: the rows over
	// all pages, whichever Take handed them out. It is called once, after the
	// last page and never after an error.
	Close() schema.Load
}

// Loader puts batches into the warehouse: rows first, then the commit that
// makes them visible. Several exporters may load at once; nothing is locked.
type Loader interface {
	// NextLoadID is a new id, greater than those before it, for a load that
	// begins now. No other load ever has it. It may be called at once from
	// several goroutines.
	NextLoadID(now time.Time) uint64

	// Insert writes rows and releases them, also on an error. Nobody sees the
	// rows before the commit. It must not be repeated: after an error nobody
	// knows what was written, so the records are loaded anew under new load ids.
	Insert(ctx context.Context, batch []schema.Rows) error

	// TooOld says whether a load must not be committed any more: a sweep may
	// delete its rows.
	TooOld(loadID uint64, now time.Time) bool

	// Commit makes loads visible, all of them at once or none. Their rows must
	// have been inserted. An older version never replaces a newer one; an equal
	// version replaces, but for the loads that it refuses: those that would take
	// rows away and may not. After an error nobody knows whether it happened. It is
	// not repeated: the records stay due and are loaded anew.
	Commit(ctx context.Context, runID string, now time.Time, loads []schema.Load) ([]schema.Refusal, error)

	// SetAside logs loads that could not be flattened, with the reasons. Repeated
	// calls log them twice, which harms nobody.
	SetAside(ctx context.Context, runID string, now time.Time, refusals []schema.Refusal) error
}

// Archive holds the pages as they came.
type Archive interface {
	// StorePages writes pages, in several inserts when they are many: after an
	// error some may be in. A page is known by its load id and index, so that
	// repeating does no harm.
	StorePages(ctx context.Context, now time.Time, pages []schema.RawPage) error
}

// Ledger remembers what was listed and what became of it. Writers commute: rows
// may come in any order, from several exporters, and more than once.
type Ledger interface {
	listing.Ledger
	listing.Past

	// Due is what the tenant's records still lack, the one nearest to expiry
	// first.
	Due(ctx context.Context, tenant string) ([]schema.Due, error)

	// LoadedVersions are the greatest versions that were committed of some of the
	// tenant's records, by record id; what was never loaded is not in it.
	LoadedVersions(ctx context.Context, tenant string, ids []string) (map[string]uint64, error)

	// RecordOutcomes writes what became of records. It must come after the commit:
	// until then a record stays due. Repeated calls count the attempts again,
	// and change nothing else.
	RecordOutcomes(ctx context.Context, tenant string, outcomes []schema.Outcome) error

	// RecordRun writes the row of a finished run. It is called once per run.
	RecordRun(ctx context.Context, r schema.Run) error
}
