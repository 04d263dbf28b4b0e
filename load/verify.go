package load

import (
	"context"
	"fmt"
	"slices"
	"time"

	"callrecords/schema"
)

// VerifyOptions say what a verification holds the warehouse against.
type VerifyOptions struct {
	Now           time.Time     // default time.Now
	ExpiryAlarm   time.Duration // what is due and expires within it is expiring; default 5 days
	SweepAge      time.Duration // rows of loads that are older and not live are dead; default [SweepAge]
	ArchivedSince time.Time     // live loads begun since must have their pages in the vault; zero checks none
	RecheckDelay  time.Duration // between two looks: a record under way has changed by then; default none

	// Listed are headers that Graph shows now and the ledger lacks, by tenant:
	// what [Warehouse.NewHeaders] returned.
	Listed map[string][]schema.Header
}

// withDefaults fills in what is not set.
func (o VerifyOptions) withDefaults() VerifyOptions {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.ExpiryAlarm == 0 {
		o.ExpiryAlarm = 5 * 24 * time.Hour
	}
	if o.SweepAge == 0 {
		o.SweepAge = SweepAge
	}
	return o
}

// Verify holds what Graph showed against the warehouse, and the warehouse
// against itself. It writes nothing. The findings are in the order of [Kinds].
//
// An exporter at work beside it moves a record through states that look like
// damage (committed, not yet settled). So what was found is looked at twice, and
// stands when it is found both times.
func (w *Warehouse) Verify(ctx context.Context, o VerifyOptions) ([]Finding, error) {
	o = o.withDefaults()
	first, err := w.look(ctx, o)
	if err != nil || len(first) == 0 {
		return nil, err
	}
	select {
	case <-time.After(o.RecheckDelay):
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	again, err := w.look(ctx, o)
	if err != nil {
		return nil, err
	}
	seen := make(map[Finding]bool, len(first))
	for _, f := range first {
		seen[f.mark()] = true
	}
	found := slices.DeleteFunc(again, func(f Finding) bool { return !seen[f.mark()] })
	return found, w.advise(ctx, o.Now, found)
}

// look runs every check once.
func (w *Warehouse) look(ctx context.Context, o VerifyOptions) ([]Finding, error) {
	found, err := w.checkLedger(ctx, o)
	if err != nil {
		return nil, err
	}
	for _, c := range w.checks(o) {
		more, err := query[Finding](ctx, w, c.sql)
		if err != nil {
			return nil, fmt.Errorf("check for what is %s: %w", c.kind, err)
		}
		for i := range more {
			if more[i].Kind == "" {
				more[i].Kind = c.kind
			}
		}
		found = append(found, more...)
	}
	chain, err := w.checkRuns(ctx)
	if err != nil {
		return nil, err
	}
	found = append(found, chain...)
	slices.SortStableFunc(found, func(a, b Finding) int { return rank(a.Kind) - rank(b.Kind) })
	return found, nil
}

// check is a statement whose rows are findings of one kind.
type check struct {
	kind FindingKind
	sql  string
}

// checks are all that one statement each can say.
func (w *Warehouse) checks(o VerifyOptions) []check {
	all := []check{
		{FindingIncomplete, w.torn()},
		{FindingWrongRecord, w.misfiled()},
		{FindingUnlogged, w.unlogged()},
		{FindingOnlyInArchive, w.vaulted(o)},
		{FindingDead, w.unseen(o)},
	}
	if !o.ArchivedSince.IsZero() {
		all = append(all, check{FindingNotInArchive, w.unvaulted(o)})
	}
	return all
}

// finding is the head of a check's SELECT: the columns of a [Finding], of a
// commit or of anything that has its columns.
const finding = "SELECT tenant_id AS tenant_id, record_id AS record_id, version AS version, toString(load_id) AS load_id"
