package commit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// How much one fill computes: the loads of a day wait for one another, so that rows are not kept
// in many small parts; no statement is about more loads than it has memory for; and a run does
// not take long, so that a large warehouse that is new to facts is filled by several.
const (
	fillSpan  = 24 * time.Hour
	fillLoads = 40_000
	fillSteps = 12
	fillBlock = 100_000 // rows that are inserted at once, of any months, rather than all: those of ends are many
)

// ErrOtherRules means that another exporter has made the views of analysts by other rules, or
// another version of the program: what they compute is not what ours would.
var ErrOtherRules = errors.New("the views of analysts are those of other rules, or of another version of the program; " +
	"exporter schema apply makes them ours")

// FillOptions say how to fill facts in.
type FillOptions struct {
	Now time.Time // default the warehouse's clock
}

// Filled is what a fill did.
type Filled struct {
	Loads uint64 // of which facts are kept that were not before
	More  bool   // there are more, for the next one
}

// Fill computes the facts of loads that are so old that none before them can be committed any
// more, and keeps them ([ddl.Facts]). It can stop after any statement, and several exporters may
// fill at once: what none of them says in facts_log is not seen, and swept. A warehouse on a
// cluster keeps none.
func (c *Committer) Fill(ctx context.Context, o FillOptions) (filled Filled, err error) {
	if c.db.Clustered() || len(ddl.Facts(c.db)) == 0 {
		return filled, nil
	}
	if o.Now.IsZero() {
		if o.Now, err = c.db.Now(ctx); err != nil {
			return filled, err
		}
	}
	if err := c.oursAreComputed(ctx); err != nil {
		return filled, err
	}
	begun := time.Now()
	now := func() time.Time { return o.Now.Add(time.Since(begun).Truncate(time.Minute)) } // a step may take hours
	daily, err := c.countDaily(ctx, now())
	if err != nil {
		return filled, err
	}
	for range fillSteps {
		r, err := c.fillRange(ctx, o.Now)
		if err != nil {
			return filled, err
		}
		if r.From == r.To {
			filled.More = false
			break
		}
		if err := c.fill(ctx, now(), r); err != nil {
			return filled, err
		}
		filled.Loads += r.Loads
		filled.More = r.Loads >= fillLoads
	}
	if !daily {
		return filled, nil
	}
	return filled, c.sweepFacts(ctx, now())
}

// fillRange is the next range to fill in; an empty one when there is nothing yet. Where nothing
// counts, it begins anew.
func (c *Committer) fillRange(ctx context.Context, now time.Time) (r settleRange, err error) {
	if known, err := c.knowsLine(ctx); err != nil {
		return r, err
	} else if !known {
		if err := c.forget(ctx, ddl.CountedNot, "SELECT {shape} AS shape", c.factsArgs()); err != nil {
			return r, err
		}
	}
	r.To = db.FirstLoadAt(now.Add(-c.sweepAge))
	args := c.factsArgs()
	args["bound"], args["most"] = r.To, fillLoads+1
	// Most runs end with this, which reads no more than what is in front of the settle line.
	front, err := db.QueryRow[struct {
		From  uint64 `json:"kept_to"`
		Line  uint64 `json:"settled_to"`
		First uint64 `json:"first"`
	}](ctx, c.db, `
SELECT
    {kept_line} AS kept_to,
    {line} AS settled_to,
    minIf(load_id, load_id >= {kept_line}) AS first
FROM {loads}
WHERE load_id < {bound}`, args)
	if err != nil {
		return r, fmt.Errorf("look for loads without facts: %w", err)
	}
	r.From = front.From
	if front.From >= front.Line && !spans(front.First, r.To) {
		r.To = r.From
		return r, nil
	}
	args["from"], args["live"] = front.From, db.SQL(c.db.Name(ddl.Loads.Name)+" FINAL")
	if front.From < front.Line {
		args["live"] = db.SQL(c.db.Name("commits"))
	}
	found, err := db.QueryRow[struct {
		First uint64 `json:"first"`
		Last  uint64 `json:"last"`
		Loads uint64 `json:"n"`
	}](ctx, c.db, `
SELECT
    min(load_id) AS first,
    max(load_id) AS last,
    count() AS n
FROM (
    SELECT load_id
    FROM {live}
    WHERE load_id >= {from}
        AND load_id < {bound}
    ORDER BY load_id
    LIMIT {most}
)`, args)
	if err != nil {
		return r, fmt.Errorf("look for loads without facts: %w", err)
	}
	r.Loads = found.Loads
	if found.Loads > fillLoads {
		r.To, r.Loads = found.Last, fillLoads
	} else if !spans(found.First, r.To) {
		r.To = r.From
	}
	return r, nil
}

// spans says whether loads from a first one on, which is 0 where there is none, are worth a fill.
func spans(first, to uint64) bool {
	return first > 0 && db.LoadTime(to).Sub(db.LoadTime(first)) >= fillSpan
}

// fill computes the facts of a range, and says so. It says before that it is about to, so that who
// forgets facts meanwhile has a greater id, whatever his clock says. Who takes as long as a load may
// take has not seen what was settled meanwhile, and says nothing.
func (c *Committer) fill(ctx context.Context, now time.Time, r settleRange) error {
	begun := time.Now()
	id, err := c.nextFill(ctx, now)
	if err != nil {
		return err
	}
	if err := c.logFacts(ctx, now, id, db.Row{"from_load": r.To, "to_load": r.To}); err != nil {
		return err
	}
	for _, v := range ddl.Facts(c.db) {
		err := c.db.Exec(ctx, "fill in "+v.Name, `
INSERT INTO {table}
(
    {columns},
    fill
)
SETTINGS
    min_insert_block_size_rows = {block},
    max_partitions_per_insert_block = 0
SELECT
    {columns},
    {fill}
FROM {computed}
WHERE {within}`, db.Args{
			"block": fillBlock,
			"table": db.SQL(c.db.Name(ddl.FactsTable(v).Name)), "columns": db.Columns(v.Columns), "fill": id,
			"computed": db.SQL(c.db.Name(ddl.ComputedView(v))), "within": r.withinSQL(),
		})
		if err == nil && v.Rows == "" {
			err = c.noteRows(ctx, v, id)
		}
		if err != nil {
			return err
		}
	}
	if took := time.Since(begun); took > c.sweepAge/2 {
		return fmt.Errorf("fill in facts of %d loads: took %s, bound %s", r.Loads, took.Round(time.Second), c.sweepAge/2)
	}
	if err := c.oursAreComputed(ctx); err != nil {
		return err
	}
	if err := c.logFacts(ctx, now, id, db.Row{"from_load": r.From, "to_load": r.To}); err != nil {
		return err
	}
	// Whose clock is ahead may have swept meanwhile what had not come to its end yet.
	return c.frontOfFacts(ctx, []schema.Load{{LoadID: id}})
}

// noteRows writes how many rows a fill has kept of a view, by load.
func (c *Committer) noteRows(ctx context.Context, v schema.View, fill uint64) error {
	return c.db.Exec(ctx, "note the rows of "+v.Name, `
INSERT INTO {facts_rows}
(
    {columns}
)
SELECT
    tenant_id,
    record_id,
    load_id,
    {view},
    count(),
    fill
FROM {table} AS t
WHERE t.fill = {fill}
GROUP BY
    tenant_id,
    record_id,
    load_id,
    fill`, db.Args{
		"columns": db.Columns(ddl.FactsRows.Columns), "view": v.Name, "fill": fill,
		"table": db.SQL(c.db.Name(ddl.FactsTable(v).Name)),
	})
}

// oursAreComputed makes sure that the views compute facts by our rules.
func (c *Committer) oursAreComputed(ctx context.Context) error {
	found, err := db.QueryRow[struct {
		Others int `json:"others"`
	}](ctx, c.db, string(ddl.FactsOfOthersSQL(c.db)), nil)
	if err != nil {
		return fmt.Errorf("look whose facts are computed: %w", err)
	}
	if found.Others != 0 {
		return ErrOtherRules
	}
	return nil
}
