package pipeline

import (
	"context"
	"iter"
	"time"

	"callrecords/schema"
)

// Source is where call records come from. Errors are [*schema.SourceError].
type Source interface {
	// List yields the headers of a window, a page at a time. An error with
	// fault Refused is about one row and does not end the list; every other
	// one does.
	List(ctx context.Context, w schema.Window) iter.Seq2[[]schema.Header, error]

	// Fetch yields the pages of one record, the record itself first. After an
	// error the pages that came are void.
	Fetch(ctx context.Context, h schema.Header) iter.Seq2[schema.Page, error]

	// Traffic is what has gone over the wire since the source was made.
	Traffic() Traffic
}

// Traffic is what a source has cost so far.
type Traffic struct {
	Requests, Throttled, Retried uint64
	Bytes                        uint64 // bodies received
}

// Batch flattens pages into rows. One goroutine uses it.
type Batch interface {
	// Open begins a record whose rows carry the owner's load id.
	Open(o schema.Owner) Reading
	// Size is what the batch holds: rows, and bytes of JSON.
	Size() (rows, bytes int)
	// Take hands out the rows and empties the batch; open records go on.
	Take() []schema.Rows
}

// Reading is one record on its way into a batch.
type Reading interface {
	// Page reads the next page. After an error the record must be given up.
	Page(p schema.Page) error
	// Close ends the record and says what its load declares.
	Close() schema.Load
}

// Loader puts batches into the warehouse: rows and pages first, then the
// commit that makes them visible.
type Loader interface {
	NextLoadID(now time.Time) uint64
	Insert(ctx context.Context, batch []schema.Rows) error
	StorePages(ctx context.Context, now time.Time, pages []schema.RawPage) error
	// TooOld says whether a load must not be committed any more.
	TooOld(loadID uint64, now time.Time) bool
	Commit(ctx context.Context, runID string, now time.Time, loads []schema.Load) error
	SetAside(ctx context.Context, runID string, now time.Time, refusals []schema.Refusal) error
}

// Ledger remembers what was listed and what became of it.
type Ledger interface {
	RecordListed(ctx context.Context, tenant string, now time.Time, headers []schema.Header) (fresh int, err error)
	Due(ctx context.Context, tenant string) ([]schema.Due, error)
	RecordOutcomes(ctx context.Context, tenant string, outcomes []schema.Outcome) error
	LastReconcile(ctx context.Context, tenant string) (time.Time, error)
	// CountSince is how many records the ledger has that started since a time.
	CountSince(ctx context.Context, tenant string, since time.Time) (uint64, error)
	RecordRun(ctx context.Context, r schema.Run) error
}
