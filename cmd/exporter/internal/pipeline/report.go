package pipeline

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"callrecords/cmd/exporter/internal/pipeline/stopped"
	"callrecords/schema"
)

// The outcomes of a run.
const (
	RunComplete = "complete" // all that the source showed is in the warehouse
	RunPartial  = "partial"  // done, but some records are not in
	RunFailed   = "failed"   // broken off

	// RunInterrupted is a run that was told to stop: what is in stays in, and a next
	// one goes on.
	RunInterrupted = "interrupted"
)

// Report is what a run did, for people and for the exit code.
type Report struct {
	schema.Run
	Fresh    int              // headers that were new to the ledger
	Tables   schema.Counts    // rows loaded, by table
	Unread   schema.Unread    // values of loaded records that their columns could not hold
	Troubled []schema.Outcome // records that are not in, and why
	Unlisted []string         // what of the list is not in the ledger: rows that were refused, spans
	Refused  uint64           // records that would have taken rows away
	Alarm    bool             // something due expires within the alarm
	// Elsewhere is how many records are due that are not the run's: they started
	// outside its window, or are in another shard. It leaves them alone.
	Elsewhere uint64
	// Shared is how many of the due records another run has seen to meanwhile, and
	// LeftToOthers how many of those still due another run had claimed to the end.
	Shared, LeftToOthers uint64
}

// noWindow is the window of a run that lists none: the epoch, because the column of
// the runs table cannot hold the year 1.
var noWindow = schema.Window{From: time.Unix(0, 0).UTC(), To: time.Unix(0, 0).UTC()}

// newReport begins the report of a run.
func newReport(o Options, w schema.Window) Report {
	return Report{Tables: schema.Counts{}, Run: schema.Run{
		ID: o.RunID(), TenantID: o.Tenant, Family: o.Family.Name, Command: o.Command, Window: w, Started: o.Now(),
	}}
}

// newRunID is a name for a run: when it began, and chance.
func newRunID() string {
	return time.Now().UTC().Format("20060102T150405.000Z") + "-" + rand.Text()[:8]
}

// Complete says whether all that the source showed is in the warehouse.
func (r Report) Complete() bool {
	return r.Left == 0 && r.Lost == 0 && r.SetAside == 0 && r.Refused == 0 && len(r.Unlisted) == 0
}

// NothingNew says whether the run found everything to be in already: it listed its whole
// window, and nothing was due or is, also of what is not the run's.
func (r Report) NothingNew() bool {
	return r.Outcome == RunComplete && r.Due == 0 && r.Loaded == 0 && r.Elsewhere == 0
}

// count adds a batch that is committed and in the ledger.
func (r *Report) count(loads []schema.Load, outcomes []schema.Outcome) {
	for _, l := range loads {
		r.Tables.Add(l.Counts)
		r.Rows += l.Counts.Total()
	}
	r.Unread.Add(unreadOf(loads))
	for _, o := range outcomes {
		switch o.Kind {
		case schema.OutcomeLoaded:
			r.Fetched++
			r.Loaded++
			if o.Aside == 0 {
				continue
			}
			r.SetAside++ // what could not be read of it
			o.Kind, o.Reason = schema.OutcomeSetAside, o.Part
		case schema.OutcomeSetAside:
			r.Fetched++
			r.SetAside++
		case schema.OutcomeRefused:
			r.Fetched++
			r.Refused++
		case schema.OutcomeLost:
			r.Lost++
		}
		r.Troubled = append(r.Troubled, o)
	}
}

// cost takes down what went over the wire meanwhile.
func (r *Report) cost(before, after Traffic) {
	r.Requests = after.Requests - before.Requests
	r.Throttled = after.Throttled - before.Throttled
	r.Bytes = after.Bytes - before.Bytes
}

// finish ends the report with one word for the run.
func (r *Report) finish(ctx context.Context, now time.Time, failed error) {
	r.Finished = now
	switch {
	case failed != nil && stopped.Only(ctx, failed):
		r.Outcome, r.Error = RunInterrupted, context.Cause(ctx).Error()
	case failed != nil:
		r.Outcome, r.Error = RunFailed, failed.Error()
	case r.Complete():
		r.Outcome = RunComplete
	default:
		r.Outcome = RunPartial
	}
}

// recordRun ends the report and writes the run's row, also when ctx is done.
func recordRun(ctx context.Context, o Options, r *Report, failed error) error {
	r.finish(ctx, o.Now(), failed)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := o.Ledger.RecordRun(last, r.Run); err != nil {
		return fmt.Errorf("run %s is done but not recorded: %w", r.ID, err)
	}
	return nil
}
