package ledger

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/schema"
)

// Standing is how a tenant's records stand.
type Standing struct {
	TenantID   string  `json:"tenant_id"`
	Listed     uint64  `json:"listed"`      // records that Graph listed
	Live       uint64  `json:"live"`        // records of which readers see a version
	Due        uint64  `json:"due"`         // records that the next run fetches
	OldestID   string  `json:"oldest_id"`   // of those, the one that expires first; "" for none
	OldestFrom db.Time `json:"oldest_from"` // its start
	Reason     string  `json:"reason"`      // what went wrong with it last; "" for nothing
	Lost       uint64  `json:"lost"`        // records that Graph no longer has
	Unread     uint64  `json:"unread"`      // of those, the ones of which no version was ever loaded
	UnreadAt   db.Time `json:"unread_at"`   // when the last of them was lost; zero for never
	LoadedAt   db.Time `json:"loaded_at"`   // when a record was last loaded; zero for never
}

// Standings is how the records of each tenant stand, out of the view record_state. A
// tenant of whose records nothing is known is not there.
func (l *Ledger) Standings(ctx context.Context) ([]Standing, error) {
	rows, err := db.Query[Standing](ctx, l.db, `
SELECT
    tenant_id,
    countIf(listed_version > 0) AS listed,
    countIf(live_version > 0) AS live,
    countIf(s.due = 1) AS due,
    argMinIf(record_id, listed_start, s.due = 1) AS oldest_id,
    minIf(listed_start, s.due = 1) AS oldest_from,
    argMinIf(incident_reason, listed_start, s.due = 1) AS reason,
    countIf(s.lost = 1) AS lost,
    countIf(s.lost = 1 AND live_version = 0 AND is_loaded = 0) AS unread,
    maxIf(lost_at, s.lost = 1 AND live_version = 0 AND is_loaded = 0) AS unread_at,
    max(s.loaded_at) AS loaded_at
FROM {record_state} AS s
WHERE family = {family}
GROUP BY tenant_id
ORDER BY tenant_id`, db.Args{"family": l.family.Name})
	if err != nil {
		return nil, fmt.Errorf("read how the records stand: %w", err)
	}
	return rows, nil
}

// LastRun is a run as the table runs has it.
type LastRun struct {
	TenantID string  `json:"tenant_id"`
	RunID    string  `json:"run_id"`
	Command  string  `json:"command"`
	Started  db.Time `json:"started_at"`
	Finished db.Time `json:"finished_at"`
	Outcome  string  `json:"outcome"` // complete, partial, …
	Error    string  `json:"error"`
	Listed   uint64  `json:"listed"`
	Loaded   uint64  `json:"loaded"`
	SetAside uint64  `json:"set_aside"`
	Lost     uint64  `json:"lost"`
	Left     uint64  `json:"left"` // still due when it ended
}

// LastRuns are each tenant's last runs, newest first, at most so many each.
func (l *Ledger) LastRuns(ctx context.Context, most int) ([]LastRun, error) {
	rows, err := db.Query[LastRun](ctx, l.db, `
SELECT
    tenant_id,
    run_id,
    command,
    started_at,
    finished_at,
    outcome,
    error,
    listed,
    loaded,
    set_aside,
    lost,
    left
FROM {runs}
WHERE family = {family}
ORDER BY
    tenant_id,
    started_at DESC
LIMIT {most} BY tenant_id`, db.Args{"family": l.family.Name, "most": uint64(most)})
	if err != nil {
		return nil, fmt.Errorf("read the last runs: %w", err)
	}
	return rows, nil
}

// LastSuccesses is when each tenant's last run of [schema.RegularCommands] came to its
// end, complete or partial. Of shards it is the oldest of their last ones, once all of so
// many have come to theirs. A run that is dated in the future had a wrong clock, and is
// not believed.
func (l *Ledger) LastSuccesses(ctx context.Context) (map[string]time.Time, error) {
	now, err := l.db.Now(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query[struct {
		TenantID string  `json:"tenant_id"`
		At       db.Time `json:"at"`
	}](ctx, l.db, `
SELECT
    tenant_id,
    max(oldest) AS at
FROM (
    SELECT
        tenant_id,
        min(newest) AS oldest
    FROM (
        SELECT
            tenant_id,
            shards,
            shard,
            max(finished_at) AS newest
        FROM {runs}
        WHERE family = {family}
            AND command IN ({regular})
            AND outcome IN ('complete', 'partial')
            AND finished_at <= {latest}
        GROUP BY
            tenant_id,
            shards,
            shard
    )
    GROUP BY
        tenant_id,
        shards
    HAVING count() = greatest(shards, 1)
)
GROUP BY tenant_id`, db.Args{
		"family": l.family.Name, "regular": schema.RegularCommands, "latest": now.Add(db.MaxSkew),
	})
	if err != nil {
		return nil, fmt.Errorf("read the last successes: %w", err)
	}
	last := make(map[string]time.Time, len(rows))
	for _, r := range rows {
		last[r.TenantID] = r.At.Time
	}
	return last, nil
}
