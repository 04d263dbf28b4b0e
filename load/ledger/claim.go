package ledger

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
)

// Claim takes some of a tenant's records for a run, and returns which of them it has
// now: the claimed version by record id. A record is not taken that is not due any
// more, nor one that another run has; that one's claim ends with that run, or when it
// has reached the age. What the run has already it has from now on.
//
// A claim is no lock: in rare cases two runs have one record, or none has it for a
// while. All ages are by the server's clock.
func (l *Ledger) Claim(
	ctx context.Context, tenant, runID string, age time.Duration, ids []string,
) (map[string]uint64, error) {
	mine := map[string]uint64{}
	err := db.InChunks(ids, func(chunk []string) error {
		args := db.Args{
			"tenant": tenant, "family": l.family.Name, "run": runID,
			"age": uint64(age.Milliseconds()), "ended_age": uint64((age + 2*db.MaxSkew).Milliseconds()),
			"of_records": db.OfRecords(tenant, chunk),
		}
		args["ended"] = db.SQL(l.db.SQL(endedSQL, args))
		if err := l.db.Exec(ctx, "claim records", claimSQL, args); err != nil {
			return err
		}
		rows, err := db.Query[struct {
			RecordID string `json:"record_id"`
			Version  uint64 `json:"version"`
		}](ctx, l.db, claimedSQL, args)
		if err != nil {
			return fmt.Errorf("read which records are claimed: %w", err)
		}
		for _, r := range rows {
			mine[r.RecordID] = max(mine[r.RecordID], r.Version)
		}
		return nil
	})
	return mine, err
}

// endedSQL are the runs that ended of late: they hold nothing any more. It is a value
// of its own, because on a cluster the runs are on another shard than the claims. Their
// times are by the clocks of their machines.
const endedSQL = `
    (
        SELECT groupArray(run_id)
        FROM {runs}
        WHERE tenant_id = {tenant}
            AND finished_at > now64(3) - toIntervalMillisecond({ended_age})
    ) AS ended`

// claimSQL claims what is due and nobody else has. The version is that of the ledger,
// which may have grown since the caller read it.
const claimSQL = `INSERT INTO {claims}
(
    tenant_id,
    family,
    record_id,
    version,
    run_id,
    claimed_at
)
WITH{ended}
SELECT
    tenant_id,
    family,
    record_id,
    listed_version,
    {run},
    now64(3)
FROM {ledger_state}
WHERE {of_records}
    AND family = {family}
    AND due = 1
    AND (record_id, listed_version) NOT IN (
        SELECT
            record_id,
            version
        FROM {claims}
        WHERE {of_records}
            AND family = {family}
            AND claimed_at > now64(3) - toIntervalMillisecond({age})
            AND run_id != {run}
            AND NOT has(ended, run_id)
    )`

// claimedSQL is what the run has. Who was first is told by the number of the block, in
// the order of which the engine makes blocks visible: whoever sees its own claim sees
// those before it. A claim of our own that has aged out already, because the engine took
// its time, is still better than none: nobody else would fetch the record.
const claimedSQL = `
WITH{ended}
SELECT
    record_id,
    version
FROM {claims}
WHERE {of_records}
    AND family = {family}
    AND (run_id = {run} OR (claimed_at > now64(3) - toIntervalMillisecond({age}) AND NOT has(ended, run_id)))
GROUP BY
    record_id,
    version
HAVING argMin(run_id, (claimed_at <= now64(3) - toIntervalMillisecond({age}), _block_number)) = {run}`
