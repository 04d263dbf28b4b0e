package schema

import (
	"slices"
	"time"
)

// Due is a record that Graph showed and the warehouse does not have in that
// version.
type Due struct {
	Header
	Built    bool   // an earlier version of it was loaded, so Graph has built it
	Attempts uint64 // times that it was fetched before
	Reason   string // what went wrong last, "" when nothing did
}

// Outcome is what became of one attempt at a record.
type Outcome struct {
	RecordID string
	Version  uint64 // as listed, or as loaded
	LoadID   uint64 // of what was loaded, or refused; 0 when there is no load
	Kind     OutcomeKind
	Reason   string
	Part     string // what the load lacks of a whole record, for people; "" when it is whole
	Aside    uint64 // rows of the load that could not be read: they are in Part
	At       time.Time
}

// OutcomeKind says how an attempt ended.
type OutcomeKind string

// The outcomes. After a refusal the record is due as it was before; everything
// else but Loaded and Lost is due again.
const (
	OutcomeLoaded   OutcomeKind = "loaded"
	OutcomeLost     OutcomeKind = "lost"      // Graph has no such record (any more)
	OutcomeSetAside OutcomeKind = "set aside" // could not be flattened; its pages are in the archive
	OutcomeRefused  OutcomeKind = "refused"   // it would take rows away from a load of the same version
	OutcomeFailed   OutcomeKind = "failed"    // could not be fetched, or changed while it was read
	OutcomeNotBuilt OutcomeKind = "not built" // listed, but Graph has not built it yet
)

// Refusal is a load that does not become live, and why: it could not be flattened,
// or it would take rows away.
type Refusal struct {
	Owner
	Reason string
}

// Run is one run of a tenant, for the runs table.
type Run struct {
	ID, TenantID, Family, Command                      string
	Shard                                              Shard // of the tenant's records; zero is all
	Reconcile                                          bool
	Window                                             Window
	Started, Finished                                  time.Time
	Outcome, Error                                     string
	Listed, Due, Fetched, Loaded, SetAside, Lost, Left uint64
	Rows, Requests, Throttled, Bytes                   uint64
	OldestDueID                                        string
	OldestDueExpires                                   time.Time // zero when nothing is due
}

// RegularCommands are those whose runs list all that is new. When such a run comes to
// its end, complete or partial, it is a success of its tenant; any other command sees
// what it was asked for and nothing else. Where shards share the tenant, all of them have
// to succeed: the tenant's success is the oldest of their newest ones.
var RegularCommands = []string{"run", "serve", "demo"}

// Regular says whether the end of a run is a success of its tenant by itself.
func (r Run) Regular() bool {
	return r.Shard.Of <= 1 && slices.Contains(RegularCommands, r.Command)
}
