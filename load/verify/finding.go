package verify

import (
	"slices"

	"callrecords/load/damage"
	"callrecords/load/db"
)

// FindingKind is one kind of what verify finds. Its text is a contract: it is
// a key of verify's JSON.
type FindingKind string

// What Graph and the ledger say, against the commits.
const (
	FindingMissing       FindingKind = "missing"        // listed, never loaded
	FindingStale         FindingKind = "stale"          // listed in a newer version than the live one
	FindingInPart        FindingKind = "in_part"        // a part is live of the version that is listed
	FindingExpiring      FindingKind = "expiring"       // due, and Graph forgets it within the alarm
	FindingExpiredUnread FindingKind = "expired_unread" // listed, never loaded, and Graph no longer has it
	FindingUnlisted      FindingKind = "unlisted"       // a row of Graph's list that could not be read
	// called loaded by the ledger or load_log in a version that is not live.
	FindingLedgerAhead  FindingKind = "ledger_ahead"
	FindingLedgerBehind FindingKind = "ledger_behind" // live, and the ledger does not say so
)

// What the warehouse says against itself.
const (
	// live, with other numbers of rows than its commit declares.
	FindingIncomplete FindingKind = "incomplete"
	FindingNoRows     FindingKind = "no_rows" // live, without a row in any table
	// rows of a live load that name another record, tenant or version than its commit.
	FindingWrongRecord FindingKind = "wrong_record"
	FindingUnlogged    FindingKind = "unlogged" // live, and load_log does not know its load
	// seen behind the settle line, though of no live load.
	FindingExtraRows   FindingKind = "extra_rows"
	FindingBrokenPart              = FindingKind(damage.BrokenPart)
	FindingRowsMissing             = FindingKind(damage.RowsMissing)
	// rows of facts, which were computed ahead, are not there, or are too many
	FindingFactsMissing  FindingKind = "facts_missing"
	FindingOnlyInArchive FindingKind = "only_in_archive" // in the archive, not in the tables
	FindingNotInArchive  FindingKind = "not_in_archive"  // live, and its pages are not whole in the archive
	FindingRunEdited     FindingKind = "run_edited"      // a row of runs whose hash does not fit
	FindingRunMissing    FindingKind = "run_missing"     // a row of runs whose predecessor is not there
)

// What is worth a figure and nothing is wrong with.
const (
	// rows of loads that were replaced, older than the sweep age.
	FindingDead FindingKind = "dead"
	// rows of loads that were never committed, older than the sweep age or from the future.
	FindingOrphan FindingKind = "orphan"
	// rows of runs that follow the same row: they ended at the same time.
	FindingRunFork      FindingKind = "run_fork"
	FindingRunUnchained FindingKind = "run_unchained" // rows of runs from before the chain
)

// remedy is what a repair does about a kind.
type remedy int

const (
	byHand       remedy = iota // a person must look
	byFetch                    // fetched again, or replayed when Graph no longer has it
	byLedger                   // the ledger is told
	byLog                      // load_log is told
	byReplay                   // the archive has it
	byForgetting               // computed anew
	bySweep                    // a sweep takes it
	byRun                      // due already
	byDisk                     // the store is damaged
)

// KindOfFinding says what a kind means.
type KindOfFinding struct {
	Kind    FindingKind
	Meaning string // for people
	Harm    bool   // the promise is broken, or could not be kept; otherwise a figure worth knowing
	remedy  remedy
}

// Kinds are all kinds of findings, in the order of the report.
func Kinds() []KindOfFinding { return kinds }

// AtOnce says whether a repair puts the kind right itself; the others are right
// once the next run or a replay has loaded the record.
func (k KindOfFinding) AtOnce() bool {
	return slices.Contains([]remedy{byLedger, byLog, byForgetting}, k.remedy)
}

// rank is a kind's place in the report.
func rank(kind FindingKind) int {
	return slices.IndexFunc(kinds, func(k KindOfFinding) bool { return k.Kind == kind })
}

var kinds = []KindOfFinding{
	{FindingMissing, "listed, never loaded", true, byRun},
	{FindingStale, "a newer version is listed than is live", true, byFetch},
	{FindingInPart, "a part is live, and Graph has the whole", true, byRun},
	{FindingExpiring, "due, and Graph forgets it soon", true, byRun},
	{FindingExpiredUnread, "listed, never loaded, and Graph no longer has it", true, byReplay},
	{FindingUnlisted, "rows of Graph's list that could not be read", true, byHand},
	{FindingLedgerAhead, "the ledger or load_log says loaded, and it is not live", true, byFetch},
	{FindingLedgerBehind, "live, and the ledger does not say so", true, byLedger},
	{FindingIncomplete, "live, with other numbers of rows than declared", true, byFetch},
	{FindingNoRows, "live, without a row in any table", true, byFetch},
	{FindingWrongRecord, "rows of a live load that name another record or version", true, byFetch},
	{FindingUnlogged, "live, and load_log does not know the load", true, byLog},
	{FindingBrokenPart, "parts of tables that the engine set aside or cannot read", true, byDisk},
	{FindingRowsMissing, "tables with fewer rows, or commits, than there should be", true, byDisk},
	{FindingFactsMissing, "tables of facts with other rows than were computed ahead", true, byForgetting},
	{FindingExtraRows, "rows that are seen behind the settle line, and of no live load", true, bySweep},
	{FindingOnlyInArchive, "in the archive, not in the tables", true, byReplay},
	{FindingNotInArchive, "live, and its pages are not whole in the archive", true, byFetch},
	{FindingRunEdited, "rows of runs whose hash does not fit: edited", true, byHand},
	{FindingRunMissing, "rows of runs whose predecessor is not there: taken out", true, byHand},
	{FindingDead, "replaced loads whose rows the next sweep takes", false, bySweep},
	{FindingOrphan, "loads never committed whose rows the next sweep takes", false, bySweep},
	{FindingRunFork, "rows of runs with the same predecessor: ended at the same time", false, byHand},
	{FindingRunUnchained, "rows of runs from before the chain", false, byHand},
}

// Finding is one thing that verify found.
type Finding struct {
	Kind     FindingKind `json:"kind"`
	TenantID string      `json:"tenant_id"`
	RecordID string      `json:"record_id,omitempty"` // "" for what is about a run
	RunID    string      `json:"run_id,omitempty"`
	Version  uint64      `json:"version,omitempty"`
	LoadID   uint64      `json:"load_id,omitempty,string"`
	Detail   string      `json:"detail,omitempty"`
	Remedy   string      `json:"remedy,omitempty"` // what to do about it
}

func (f Finding) key() db.RecordKey {
	return db.RecordKey{TenantID: f.TenantID, RecordID: f.RecordID}
}

// identity tells findings of two looks apart: the same thing has the same one.
func (f Finding) identity() Finding {
	f.Detail, f.Remedy = "", ""
	return f
}
