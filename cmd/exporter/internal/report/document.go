package report

import (
	"encoding/json"
	"io"
	"time"

	"callrecords/schema"
)

// Document is what a command did, for programs. Its keys are a contract: those of a
// run are the columns of the table runs.
type Document struct {
	Closing
	Runs []Run   `json:"runs"`          // one per tenant and family
	IDs  []Asked `json:"ids,omitempty"` // of records that were asked for by id
}

// Run is what became of one family of a tenant.
type Run struct {
	RunID              string        `json:"run_id"` // "" when it did not begin
	TenantID           string        `json:"tenant_id"`
	Family             string        `json:"family"`
	Command            string        `json:"command"`
	Shard              int           `json:"shard"`     // of the tenant's records, from 1; 0 is all of them
	Shards             int           `json:"shards"`    // how many there are
	Reconcile          bool          `json:"reconcile"` // listed the whole retention to its end
	WindowFrom         time.Time     `json:"window_from,omitzero"`
	WindowTo           time.Time     `json:"window_to,omitzero"`
	StartedAt          time.Time     `json:"started_at,omitzero"`
	FinishedAt         time.Time     `json:"finished_at,omitzero"`
	Outcome            string        `json:"outcome"` // complete, partial, interrupted or failed
	Error              string        `json:"error,omitempty"`
	Listed             uint64        `json:"listed"`
	Due                uint64        `json:"due"`
	Fetched            uint64        `json:"fetched"`
	Loaded             uint64        `json:"loaded"`
	SetAside           uint64        `json:"set_aside"`
	Lost               uint64        `json:"lost"`
	Refused            uint64        `json:"refused"`
	Left               uint64        `json:"left"`
	LeftToOthers       uint64        `json:"left_to_others"` // of those: another run has claimed them
	Shared             uint64        `json:"shared"`         // of the due: another run saw to them
	RowCount           uint64        `json:"row_count"`
	Rows               schema.Counts `json:"rows,omitempty"` // by table
	Requests           uint64        `json:"requests"`
	Throttled          uint64        `json:"throttled"`
	Bytes              uint64        `json:"bytes"`
	OldestDueID        string        `json:"oldest_due_id,omitempty"`
	OldestDueExpiresAt time.Time     `json:"oldest_due_expires_at,omitzero"`
	Records            []Record      `json:"records,omitempty"`  // that are not in
	Unlisted           []string      `json:"unlisted,omitempty"` // what of the list is not known
}

// Record is one that is not in.
type Record struct {
	RecordID string `json:"record_id"`
	Version  uint64 `json:"version"`
	Outcome  string `json:"outcome"`
	Reason   string `json:"reason"`
}

// NewDocument is what a command did that ended with an error, or with nil.
func NewDocument(command string, exitCode int, outcomes []Outcome, err error) Document {
	d := Document{Closing: newClosing(command, exitCode, outcomes, err), Runs: []Run{}}
	for _, o := range outcomes {
		d.Runs = append(d.Runs, o.document())
	}
	return d
}

// Write writes it as one JSON document.
func (d Document) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(d)
}

func (o Outcome) document() Run {
	r := Run{
		RunID: o.ID, TenantID: o.TenantID, Family: o.Family, Command: o.Command, Reconcile: o.Reconcile,
		Shard: o.Shard.Number, Shards: o.Shard.Of,
		StartedAt: o.Started.UTC(), FinishedAt: o.Finished.UTC(), Outcome: o.Outcome, Error: o.failure(),
		Listed: o.Listed, Due: o.Due, Fetched: o.Fetched, Loaded: o.Loaded, SetAside: o.SetAside, Lost: o.Lost,
		Refused: o.Refused, Left: o.Left,
		LeftToOthers: o.LeftToOthers, Shared: o.Shared, RowCount: o.Rows, Rows: o.Tables,
		Requests: o.Requests, Throttled: o.Throttled, Bytes: o.Bytes,
		OldestDueID: o.OldestDueID, OldestDueExpiresAt: o.OldestDueExpires.UTC(), Unlisted: o.Unlisted,
	}
	if o.windowed() {
		r.WindowFrom, r.WindowTo = o.Window.From.UTC(), o.Window.To.UTC()
	}
	for _, t := range o.Troubled {
		r.Records = append(r.Records, Record{t.RecordID, t.Version, string(t.Kind), t.Reason})
	}
	return r
}
