package pipeline

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"callrecords/schema"
)

// Report is what a run did, for people and for the exit code.
type Report struct {
	schema.Run
	Fresh    int              // headers that were new to the ledger
	Tables   schema.Counts    // rows loaded, by table
	Troubled []schema.Outcome // records that are not in, and why
	Unlisted []string         // rows of the list that could not be read
	Alarm    bool             // something due expires within the alarm
}

// Complete says whether all that Graph showed is in the warehouse.
func (r Report) Complete() bool {
	return r.Left == 0 && r.Lost == 0 && r.SetAside == 0 && len(r.Unlisted) == 0
}

// newRunID is a name for a run: when it began, and chance.
func newRunID() string {
	return time.Now().UTC().Format("20060102T150405.000Z") + "-" + rand.Text()[:8]
}

// count adds a flushed batch.
func (r *Report) count(loads []schema.Load, outcomes []schema.Outcome) {
	for _, l := range loads {
		r.Tables.Add(l.Counts)
		r.Rows += l.Counts.Total()
	}
	for _, o := range outcomes {
		switch o.Kind {
		case schema.OutcomeLoaded:
			r.Fetched++
			r.Loaded++
			continue
		case schema.OutcomeSetAside:
			r.Fetched++
			r.SetAside++
		case schema.OutcomeLost:
			r.Lost++
		}
		r.Troubled = append(r.Troubled, o)
	}
}

// close asks the ledger what is left and writes the run's row. It also runs
// when the run failed or was told to stop.
func (r *run) close(ctx context.Context, failed error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	due, err := r.Ledger.Due(ctx, r.Tenant)
	if err != nil {
		return err
	}
	r.report.Left = uint64(len(due))
	if len(due) > 0 {
		r.report.OldestDueID, r.report.OldestDueExpires = due[0].ID, r.Family.Expires(due[0].Start)
	}
	r.report.Alarm = r.alarm(ctx, due)
	now := r.Source.Traffic()
	r.report.Requests = now.Requests - r.traffic.Requests
	r.report.Throttled = now.Throttled - r.traffic.Throttled
	r.report.Bytes = now.Bytes - r.traffic.Bytes
	return r.record(ctx, failed)
}

// record writes the run's row.
func (r *run) record(ctx context.Context, failed error) error {
	r.report.Finished = r.Now()
	r.report.Outcome = r.outcome(failed)
	if failed != nil {
		r.report.Error = failed.Error()
	}
	if err := r.Ledger.RecordRun(ctx, r.report.Run); err != nil {
		return fmt.Errorf("run %s is done but not recorded: %w", r.report.ID, err)
	}
	return nil
}

// outcome is one word for the run.
func (r *run) outcome(failed error) string {
	switch {
	case failed != nil:
		return "failed"
	case !r.report.Complete():
		return "incomplete"
	}
	return "complete"
}
