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
	In         uint64  `json:"listed_in"`   // of those, the ones that are in
	Live       uint64  `json:"live"`        // records of which readers see a version
	Due        uint64  `json:"due"`         // records that the next run fetches
	OldestID   string  `json:"oldest_id"`   // of those, the one that expires first; "" for none
	OldestFrom db.Time `json:"oldest_from"` // its start
	Reason     string  `json:"reason"`      // what went wrong with it last; "" for nothing
	Lost       uint64  `json:"lost"`        // records that Graph no longer has
	Unread     uint64  `json:"unread"`      // of those, the ones of which no version was ever loaded
	UnreadAt   db.Time `json:"unread_at"`   // when the last of them was lost; zero for never
	LoadedAt   db.Time `json:"loaded_at"`   // when a record was last loaded; zero for never

	// Records by the day of their start, in UTC, such as 2026-03-01; a day with none is
	// not there. Listed or not, a record is at most one of in, due and unread.
	InByDay     map[string]uint64 `json:"in_by_day"`
	DueByDay    map[string]uint64 `json:"due_by_day"`
	UnreadByDay map[string]uint64 `json:"unread_by_day"`
	ListedByDay map[string]uint64 `json:"listed_by_day"`
}

// Standings is how the records of each tenant stand, out of the view record_state; by
// day, those that start at an instant or later. A tenant of whose records nothing is
// known is not there. A record is in when readers see the newest version that Graph
// listed, and nothing of it is due.
func (l *Ledger) Standings(ctx context.Context, since time.Time) ([]Standing, error) {
	rows, err := db.Query[Standing](ctx, l.db, `
WITH
    s.live_version > 0 AND s.live_version >= s.listed_version AND s.due = 0 AS is_in,
    s.lost = 1 AND s.live_version = 0 AND s.is_loaded = 0 AS is_unread,
    if(s.listed_version > 0, s.listed_start, s.live_start) AS start,
    start >= {since} AS is_recent,
    map(toDate(start, 'UTC'), toUInt64(1)) AS day
SELECT
    tenant_id,
    countIf(listed_version > 0) AS listed,
    countIf(listed_version > 0 AND is_in) AS listed_in,
    countIf(live_version > 0) AS live,
    countIf(s.due = 1) AS due,
    argMinIf(record_id, listed_start, s.due = 1) AS oldest_id,
    minIf(listed_start, s.due = 1) AS oldest_from,
    argMinIf(incident_reason, listed_start, s.due = 1) AS reason,
    countIf(s.lost = 1) AS lost,
    countIf(is_unread) AS unread,
    maxIf(lost_at, is_unread) AS unread_at,
    max(s.loaded_at) AS loaded_at,
    sumMapIf(day, is_recent AND is_in) AS in_by_day,
    sumMapIf(day, is_recent AND s.due = 1) AS due_by_day,
    sumMapIf(day, is_recent AND is_unread) AS unread_by_day,
    sumMapIf(day, is_recent AND listed_version > 0) AS listed_by_day
FROM {record_state} AS s
WHERE family = {family}
GROUP BY tenant_id
ORDER BY tenant_id`, db.Args{"family": l.family.Name, "since": since})
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
	Fetched  uint64  `json:"fetched"`
	Loaded   uint64  `json:"loaded"`
	SetAside uint64  `json:"set_aside"`
	Lost     uint64  `json:"lost"`
	Left     uint64  `json:"left"` // still due when it ended

	Requests  uint64 `json:"requests"`  // to Graph
	Throttled uint64 `json:"throttled"` // of those, the ones that were answered with 429
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
    fetched,
    loaded,
    set_aside,
    lost,
    left,
    requests,
    throttled
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
