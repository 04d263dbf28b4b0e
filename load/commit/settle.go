package commit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// SettleAge is how old a load must be to be settled, unless the options say
// otherwise: Graph forgot its record five days before. A version that does come
// later, by an import or a replay, is seen like any other.
const SettleAge = 35 * 24 * time.Hour

// settleSteps is in how many moves the line goes a settle age on: a day each.
const settleSteps = 35

// Why no loads were settled.
var (
	ErrUnsound    = errors.New("what would be settled is not sound")
	ErrReplicated = errors.New("a cluster whose shards have replicas settles no loads, see docs/settle.md")
)

// SettleOptions say how to settle loads.
type SettleOptions struct {
	Now        time.Time // default the warehouse's clock
	Incomplete bool      // settle incomplete loads, too; the audit goes on naming them
}

// Settle moves the settle line past the loads that are old enough, once they are
// a day's, and returns how many it settled. Behind the line rows are seen without
// a look at their commit. So all that is dead there is swept before, and what
// stays is counted: with anything else than the rows of live loads, whole, it
// stops with [ErrUnsound].
//
// It can stop after any statement, and several exporters may settle at once: the
// line only moves on, and the commits behind it stay in loads for a sweep age
// more, for queries that read the line before.
func (c *Committer) Settle(ctx context.Context, o SettleOptions) (settled uint64, err error) {
	if o.Now.IsZero() {
		if o.Now, err = c.db.Now(ctx); err != nil {
			return 0, err
		}
	}
	begun := time.Now()
	line, err := c.SettleLine(ctx, o.Now)
	if err != nil {
		return 0, err
	}
	if err := c.unreplicated(ctx, line); err != nil {
		return 0, err
	}
	if err := c.retire(ctx, line.Safe); err != nil {
		return 0, err
	}
	r, err := c.settleRange(ctx, o.Now, line.Least)
	if err != nil || r.Loads == 0 {
		return 0, err
	}
	if err := c.inspect(ctx, r); err != nil && !(o.Incomplete && errors.Is(err, ErrUnsound)) {
		return 0, err
	}
	if err := c.clear(ctx, r); err != nil {
		return 0, err
	}
	return r.Loads, c.moveLine(ctx, o.Now.Add(time.Since(begun)), r) // a sweep may take hours
}

// SettleLine is where the settle line stands, in load ids; 0 is nowhere. On a cluster each shard
// has a row of every move, and one that broke off may have reached some of them. That does no
// harm: what the line passes was made sure of on all shards before.
type SettleLine struct {
	Line  uint64 `json:"line"`  // loads with smaller ids are settled, at least on one shard
	Least uint64 `json:"least"` // loads with smaller ids are settled on all shards
	Safe  uint64 `json:"safe"`  // the line as every query knows it by now: all shards had it a sweep age ago
}

// Before is the line as a time: settled loads were begun before it.
func (l SettleLine) Before() time.Time { return db.LoadTime(l.Line) }

// SettleLine reads where the line stands.
func (c *Committer) SettleLine(ctx context.Context, now time.Time) (SettleLine, error) {
	line, err := db.QueryRow[SettleLine](ctx, c.db, `
SELECT
    max(of_shard) AS line,
    if(count() = {shards}, min(of_shard), 0) AS least,
    if(count() = {shards}, min(safe_of_shard), 0) AS safe
FROM (
    SELECT
        shardNum() AS shard,
        max(m.line) AS of_shard,
        maxIf(m.line, m.moved_at <= {known}) AS safe_of_shard
    FROM {settle_line} AS m
    GROUP BY shard
)`, db.Args{"known": now.Add(-c.sweepAge), "shards": db.SQL(c.db.Shards())})
	if err != nil {
		return SettleLine{}, fmt.Errorf("read the settle line: %w", err)
	}
	return line, nil
}

// unreplicated refuses a cluster on which a row may be on a replica of a shard that has not heard
// of its deletion yet: behind the line nothing would hide it there. docs/settle.md says it all.
func (c *Committer) unreplicated(ctx context.Context, line SettleLine) error {
	if !c.db.Clustered() {
		return nil
	}
	_, store := c.db.Databases()
	found, err := db.QueryRow[struct {
		Listed uint64 `json:"listed"` // replicas of a shard, by the definition of the cluster
		Most   uint64 `json:"most"`   // the same, by Keeper
		Known  uint64 `json:"known"`  // shards that say so
		Shards uint64 `json:"of"`
	}](ctx, c.db, `
SELECT
    (SELECT max(replica_num) FROM system.clusters WHERE cluster = {cluster}) AS listed,
    max(total_replicas) AS most,
    count() AS known,
    {shards} AS of
FROM {replicas}
WHERE database = {store}
    AND table = {local}`, db.Args{
		"cluster": c.db.Cluster(), "shards": db.SQL(c.db.Shards()), "store": store,
		"replicas": db.SQL(c.db.System("replicas")), "local": c.db.Local(ddl.Loads.Name),
	})
	switch {
	case err != nil:
		return fmt.Errorf("count the replicas of a shard: %w", err)
	case found.Known != found.Shards:
		return fmt.Errorf("%w: %d of %d shards tell how many replicas they have; the user needs rights on system.replicas",
			ErrUnsound, found.Known, found.Shards)
	case max(found.Listed, found.Most) <= 1:
		return nil
	case line.Line > 0:
		return fmt.Errorf("%w: the line stands from before the shards had replicas; take it back, see docs/settle.md",
			ErrUnsound)
	}
	return ErrReplicated
}

// retire takes the commits behind a line out of loads. A record that has several
// waits for the engine to merge them: without the newest, an older one would win.
func (c *Committer) retire(ctx context.Context, line uint64) error {
	args := db.Args{"line": line}
	behind := db.SQL(c.db.SQL("load_id < {line}", args))
	alone := db.SQL(c.db.SQL(`load_id < {line}
    AND load_id IN (SELECT load_id FROM {settled_loads})
    AND (tenant_id, record_id) IN (
        SELECT
            tenant_id,
            record_id
        FROM {loads}
        GROUP BY
            tenant_id,
            record_id
        HAVING count() = 1)`, args))
	// Most runs end with the first, which does not grow with the history.
	for _, where := range []db.SQL{behind, alone} {
		found, err := db.QueryRow[struct {
			N uint64 `json:"n"`
		}](ctx, c.db, "SELECT count() AS n FROM {loads} WHERE {where}", db.Args{"where": where})
		if err != nil {
			return fmt.Errorf("look for settled commits in loads: %w", err)
		}
		if found.N == 0 {
			return nil
		}
	}
	if err := c.db.Delete(ctx, ddl.Loads.Name, alone); err != nil {
		return err
	}
	return c.db.Merge(
		ctx,
		c.db.Local(ddl.Loads.Name),
		"all",
		true,
	) // deleted rows are read until they are merged away
}

// moveLine settles a range: its commits are in settled_loads before the line
// moves. What they replaced is swept, so that they replace nothing there.
func (c *Committer) moveLine(ctx context.Context, now time.Time, r settleRange) error {
	err := c.db.Exec(ctx, "copy commits to settled_loads", `
INSERT INTO {settled_loads}
(
    {columns}
)
SELECT * REPLACE (emptyArrayUInt64() AS replaces)
FROM (
    SELECT
    {columns}
    FROM {loads} FINAL
    WHERE {within}
)`, db.Args{"columns": db.Columns(ddl.Loads.Columns), "within": r.withinSQL()})
	if err != nil {
		return err
	}
	if err := c.factsSettled(ctx, now, r.To); err != nil {
		return err
	}
	lines, err := c.linesOfShards(ctx, r.To)
	if err != nil {
		return err
	}
	var moved []db.Row
	for _, line := range lines {
		moved = append(moved, db.Row{
			"moved_at": now, "line": line, "begun_before": db.LoadTime(line), "settled": r.Loads,
		})
	}
	return c.db.Write(ctx, ddl.SettleLine, moved)
}

// linesOfShards are the lines that reach one shard each: a row of settle_line is on the shard that
// the hash of its line says, and so of all lines just before the one that is wanted, each shard
// gets the last that is its own. What lies between is settled the next time.
func (c *Committer) linesOfShards(ctx context.Context, to uint64) ([]uint64, error) {
	if !c.db.Clustered() {
		return []uint64{to}, nil
	}
	rows, err := db.Query[struct {
		Line   uint64 `json:"last"`
		Shards int    `json:"of"`
	}](ctx, c.db, `
WITH (
    SELECT arrayFlatten(groupArray(arrayWithConstant(shard_weight, shard_num)))
    FROM (
        SELECT DISTINCT
            shard_num,
            shard_weight
        FROM system.clusters
        WHERE cluster = {cluster}
        ORDER BY shard_num
    )
) AS shards
SELECT
    max(line) AS last,
    shards[1 + cityHash64(line) % length(shards)] AS shard,
    {of} AS of
FROM (SELECT toUInt64({to} - number) AS line FROM numbers({tries}))
GROUP BY shard
ORDER BY last`, db.Args{"to": to, "tries": 1 << 16, "cluster": c.db.Cluster(), "of": db.SQL(c.db.Shards())})
	if err != nil {
		return nil, fmt.Errorf("choose a line for each shard: %w", err)
	}
	var lines []uint64
	for _, r := range rows {
		if r.Shards != len(rows) {
			return nil, fmt.Errorf("%w: %d of %d shards take rows", ErrUnsound, len(rows), r.Shards)
		}
		lines = append(lines, r.Line)
	}
	return lines, nil
}
