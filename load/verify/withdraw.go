package verify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// withdraw takes commits out of loads. It is for those that are broken and claim
// a version that Graph never showed: every true load would lose against them.
func (v *Verifier) withdraw(ctx context.Context, now time.Time, records []RecordState) error {
	if len(records) == 0 {
		return nil
	}
	// A load that was dead may live again, and nothing is kept of it. So nothing counts from
	// here on, if we die on the way; nor what others fill in before it lives, afterwards.
	if err := v.commits.ForgetFacts(ctx); err != nil {
		return err
	}
	err := db.InChunks(records, func(chunk []RecordState) error {
		where := anyOfSQL(chunk, isLiveSQL)
		const reason = "verify --repair: broken, and newer than all that Graph listed"
		if err := v.copyToLog(ctx, now, ddl.Withdrawn, reason, "commits", where); err != nil {
			return err
		}
		// Behind the settle line their rows would be seen without a commit.
		behind := db.SQL(v.db.SQL("({where}) AND load_id < {line}",
			db.Args{"where": where, "line": ddl.LineSQL(v.db)}))
		if _, err := v.commits.SweepWhere(ctx, behind); err != nil {
			return fmt.Errorf("remove rows of settled loads: %w", err)
		}
		for _, table := range []db.Table{ddl.Loads, ddl.SettledLoads} {
			err := v.db.Exec(ctx, "withdraw commits", "DELETE FROM {stored} WHERE {where}",
				db.Args{"stored": db.SQL(v.db.Stored(table.Name)), "where": where})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.commits.ForgetFacts(ctx)
}

// void says in load_log that what it calls commits of versions that neither are
// live nor were ever listed are not to be counted.
func (v *Verifier) void(ctx context.Context, now time.Time, records []RecordState) error {
	return db.InChunks(records, func(chunk []RecordState) error {
		where := anyOfSQL(chunk, func(s RecordState) string {
			return fmt.Sprintf("version > %d", max(s.Listed, s.Live))
		})
		committed := db.SQL(v.db.SQL("outcome = {committed} AND ({where})",
			db.Args{"committed": ddl.Committed, "where": where}))
		return v.copyToLog(
			ctx,
			now,
			ddl.Withdrawn,
			"verify --repair: no such version",
			ddl.LoadLog.Name,
			committed,
		)
	})
}

// logLive writes into load_log the live loads that it does not know.
func (v *Verifier) logLive(ctx context.Context, records []RecordState) error {
	return db.InChunks(records, func(chunk []RecordState) error {
		return v.copyToLog(
			ctx,
			time.Time{},
			ddl.Committed,
			"written by verify --repair",
			"commits",
			anyOfSQL(chunk, isLiveSQL),
		)
	})
}

// copyToLog writes rows of commits or load_log into load_log with another
// outcome. A zero time stands for the time of the commit.
func (v *Verifier) copyToLog(
	ctx context.Context,
	at time.Time,
	outcome, reason, from string,
	where db.SQL,
) error {
	when := db.SQL("committed_at")
	if !at.IsZero() {
		when = db.SQL(db.Literal(at))
	}
	return v.db.Exec(ctx, "write load_log", `
INSERT INTO {load_log}
(
    tenant_id,
    family,
    record_id,
    version,
    load_id,
    outcome,
    reason,
    row_counts,
    part,
    run_id,
    logged_at
)
SELECT
    tenant_id,
    family,
    record_id,
    version,
    load_id,
    {outcome},
    {reason},
    row_counts,
    part,
    run_id,
    {when}
FROM {from}
WHERE {where}`, db.Args{
		"outcome": outcome, "reason": reason, "when": when, "from": db.SQL(v.db.Name(from)), "where": where,
	})
}

// unclaim takes out of the ledger what it calls loaded of records: a maximum can
// only be lowered by rewriting it. The records are due until the ledger is told
// what is live.
func (v *Verifier) unclaim(ctx context.Context, records []RecordState) error {
	return db.InChunks(records, func(chunk []RecordState) error {
		return v.db.Exec(
			ctx,
			"take back what the ledger calls loaded",
			"ALTER TABLE {stored} UPDATE loaded_version = NULL WHERE {where} SETTINGS mutations_sync = 2",
			db.Args{
				"stored": db.SQL(v.db.Stored(ddl.Ledger.Name)),
				"where":  anyOfSQL(chunk, func(RecordState) string { return "1" }),
			},
		)
	})
}

// isLiveSQL is the condition of a row of a record's live load.
func isLiveSQL(s RecordState) string { return fmt.Sprintf("load_id = %d", s.LiveLoad) }

// anyOfSQL is the condition that a row is of one of the records and fulfils what
// is asked of that record's rows.
func anyOfSQL(records []RecordState, and func(RecordState) string) db.SQL {
	conditions := make([]string, len(records))
	for i, s := range records {
		conditions[i] = fmt.Sprintf("(tenant_id = %s AND record_id = %s AND %s)",
			db.Literal(s.TenantID), db.Literal(s.RecordID), and(s))
	}
	return db.SQL(strings.Join(conditions, " OR "))
}
