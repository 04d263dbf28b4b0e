package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"callrecords/load/commit"
	"callrecords/load/db"
	"callrecords/load/ledger"
	"callrecords/schema"
)

// Verifier verifies and repairs a warehouse.
type Verifier struct {
	db       *db.DB
	commits  *commit.Committer
	sweepAge time.Duration
}

// New is the verifier of a warehouse. Loads so old that are not live are dead;
// sweepAge zero is [commit.SweepAge].
func New(d *db.DB, commits *commit.Committer, sweepAge time.Duration) *Verifier {
	return &Verifier{d, commits, cmp.Or(sweepAge, commit.SweepAge)}
}

// Scope is one family of one tenant.
type Scope struct{ Family, TenantID string }

// Options say what a verification holds the warehouse against.
type Options struct {
	Now           time.Time     // default the warehouse's clock
	ExpiryAlarm   time.Duration // what is due and expires within it is expiring
	ArchivedSince time.Time     // live loads begun since must have their pages in the archive; zero checks none
	RecheckDelay  time.Duration // between two looks: a record under way has changed by then; default none
	Values        bool          // read every part and hold it against its checksums, too

	// Listed are headers that Graph shows now and the ledger lacks: what
	// [ledger.Ledger.NewHeaders] returned.
	Listed map[Scope][]schema.Header
}

// withNow fills in the time.
func (v *Verifier) withNow(ctx context.Context, o Options) (Options, error) {
	if !o.Now.IsZero() {
		return o, nil
	}
	now, err := v.db.Now(ctx)
	o.Now = now
	return o, err
}

// Verify holds what Graph showed against the warehouse, and the warehouse
// against itself. It writes nothing. The findings are in the order of [Kinds].
//
// An exporter at work beside it moves a record through states that look like
// damage (committed, and the ledger does not know yet). So what was found is
// looked at twice, and stands when it is found both times.
func (v *Verifier) Verify(ctx context.Context, o Options) ([]Finding, error) {
	o, err := v.withNow(ctx, o)
	if err != nil {
		return nil, err
	}
	first, err := v.look(ctx, o)
	if err != nil || len(first) == 0 {
		return nil, err
	}
	select {
	case <-time.After(o.RecheckDelay):
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	again, err := v.look(ctx, o)
	if err != nil {
		return nil, err
	}
	seen := make(map[Finding]bool, len(first))
	for _, f := range first {
		seen[f.identity()] = true
	}
	found := slices.DeleteFunc(again, func(f Finding) bool { return !seen[f.identity()] })
	return found, v.advise(ctx, o.Now, found)
}

// Heads are the ends of the chains of runs, by tenant: [ledger.Heads].
func (v *Verifier) Heads(ctx context.Context) (map[string][]string, error) {
	return ledger.Heads(ctx, v.db)
}

// look runs every check once.
func (v *Verifier) look(ctx context.Context, o Options) ([]Finding, error) {
	found, err := v.checkLedger(ctx, o)
	if err != nil {
		return nil, err
	}
	for _, c := range v.checks(o) {
		more, err := db.Query[Finding](ctx, v.db, "{check}", db.Args{"check": c.sql})
		if err != nil {
			return nil, fmt.Errorf("check for what is %s: %w", c.kind, err)
		}
		for i := range more {
			more[i].Kind = cmp.Or(more[i].Kind, c.kind)
		}
		found = append(found, more...)
	}
	chain, err := v.checkRuns(ctx)
	if err != nil {
		return nil, err
	}
	damaged, err := v.damaged(ctx, o.Values)
	if err != nil {
		return nil, err
	}
	facts, err := v.checkFacts(ctx)
	if err != nil {
		return nil, err
	}
	found = append(found, slices.Concat(chain, damaged, facts)...)
	slices.SortStableFunc(found, func(a, b Finding) int { return rank(a.Kind) - rank(b.Kind) })
	return found, nil
}

// check is a statement whose rows are findings of one kind, with the columns
// tenant_id, record_id, version, load_id (as text) and detail, and perhaps kind.
type check struct {
	kind FindingKind
	sql  db.SQL
}

// checks are all that one statement each can say.
func (v *Verifier) checks(o Options) []check {
	all := []check{
		{FindingIncomplete, v.incompleteSQL()},
		{FindingWrongRecord, v.wrongRecordSQL()},
		{FindingUnlogged, v.unloggedSQL()},
		{FindingOnlyInArchive, v.onlyInArchiveSQL(o)},
		{FindingDead, v.unseenSQL(o)},
	}
	if !o.ArchivedSince.IsZero() {
		all = append(all, check{FindingNotInArchive, v.notInArchiveSQL(o)})
	}
	return all
}
