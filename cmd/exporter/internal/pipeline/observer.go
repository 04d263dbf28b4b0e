package pipeline

import (
	"time"

	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

// Observer is told what a run does, while it does it: for progress and metrics.
// Each callback may be nil. They are called one at a time per run, in the order
// of the events, and hold the run up until they return. Several runs may share
// one observer: then its callbacks are called at once.
type Observer struct {
	// RunStarted begins every run. One RunFinished follows.
	RunStarted func(r schema.Run)
	// RunFinished has the same error as the caller gets; nil is a run that went
	// to its end, whether it is complete or partial.
	RunFinished func(r Report, err error)
	// Progress says how many records were read, whatever became of them; a total
	// of 0 is not known.
	Progress func(done, total int)
	// Listed says how far the list is. The list goes on beside the loading: this one
	// may be called at once with the others.
	Listed func(l listing.Progress)
	// BatchCommitted follows every commit: readers see the records.
	BatchCommitted func(b CommittedBatch)
	// RecordFinished says what became of a record, once that is in the ledger.
	RecordFinished func(o schema.Outcome)
}

// CommittedBatch is what one commit brought.
type CommittedBatch struct {
	TenantID string
	Records  int           // at least one
	Rows     uint64        // of these records, over all tables
	Tables   schema.Counts // these rows, by table
	Bytes    int           // of JSON that was read since the batch before
	Duration time.Duration // of the inserts and the commit
}

// withDefaults makes every callback callable.
func (o Observer) withDefaults() Observer {
	if o.RunStarted == nil {
		o.RunStarted = func(schema.Run) {}
	}
	if o.RunFinished == nil {
		o.RunFinished = func(Report, error) {}
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	if o.Listed == nil {
		o.Listed = func(listing.Progress) {}
	}
	if o.BatchCommitted == nil {
		o.BatchCommitted = func(CommittedBatch) {}
	}
	if o.RecordFinished == nil {
		o.RecordFinished = func(schema.Outcome) {}
	}
	return o
}
