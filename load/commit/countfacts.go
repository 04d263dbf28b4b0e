package commit

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// countDaily counts what is kept once a day, and says whether it has: to count, and to look for
// what to sweep, costs the more the more there is. That it was counted says a fill of nothing.
func (c *Committer) countDaily(ctx context.Context, now time.Time) (daily bool, err error) {
	args := c.factsArgs()
	args["since"] = now.Add(-fillSpan)
	found, err := db.QueryRow[struct {
		Counted uint64 `json:"counted"`
	}](ctx, c.db, `
SELECT count() AS counted
FROM {facts_log}
WHERE shape = {shape}
    AND to_load = 0
    AND settle_line = 0
    AND begins = 0
    AND logged_at > {since}`, args)
	if err != nil {
		return false, fmt.Errorf("read when facts were counted: %w", err)
	}
	if found.Counted > 0 {
		return false, nil
	}
	if err := c.countFacts(ctx); err != nil {
		return false, err
	}
	id, err := c.nextFill(ctx, now)
	if err != nil {
		return false, err
	}
	return true, c.logFacts(ctx, now, id, nil)
}

// countFacts counts what is kept. Where rows are gone, or too many, all is computed anew: somebody
// took some away, or the engine lost a part.
func (c *Committer) countFacts(ctx context.Context) error {
	var gone []FactsGone
	for range 2 { // what is committed while they are counted looks like it
		var err error
		if gone, err = c.FactsGone(ctx); err != nil || len(gone) == 0 {
			return err
		}
	}
	for _, g := range gone {
		c.db.Log().WarnContext(ctx, "rows that were computed ahead are not there; they are computed anew",
			"table", g.Table, "rows", g.Kept, "want", g.Want)
	}
	return c.ForgetFacts(ctx)
}

// FactsGone is a table of facts with other rows than it should have.
type FactsGone struct {
	Table      string
	Kept, Want uint64 // rows
}

// FactsGone counts what is kept of the facts. Where the views are not ours: [ErrOtherRules].
func (c *Committer) FactsGone(ctx context.Context) (gone []FactsGone, err error) {
	if c.db.Clustered() || len(ddl.Facts(c.db)) == 0 {
		return nil, nil
	}
	if err := c.oursAreComputed(ctx); err != nil {
		return nil, err
	}
	for _, v := range ddl.Facts(c.db) {
		found, err := db.QueryRow[struct {
			Kept uint64 `json:"kept"`
			Live uint64 `json:"live"`
		}](ctx, c.db, string(ddl.FactsMissingSQL(c.db, v)), nil)
		if err != nil {
			return nil, fmt.Errorf("count the rows of %s: %w", v.Name, err)
		}
		if found.Kept != found.Live {
			gone = append(gone, FactsGone{ddl.FactsTable(v).Name, found.Kept, found.Live})
		}
	}
	return gone, nil
}

// sweepFacts deletes the rows of fills that do not count: of a fill that broke off, of one of two
// at a time, of rules that nobody has filled in by for a day, which count no more from then on. A
// fill that still runs is younger than a sweep may be. What was forgotten just now is spared:
// somebody may be about to read it. It says up to where it sweeps, and then asks which fills
// count: one that comes to its end meanwhile is counted, or finds that it was swept.
func (c *Committer) sweepFacts(ctx context.Context, now time.Time) error {
	if err := c.forgetIdle(ctx, now); err != nil {
		return err
	}
	cutoff := db.FirstLoadAt(now.Add(-c.sweepAge))
	id, err := c.nextFill(ctx, now)
	if err != nil {
		return err
	}
	if err := c.logFacts(ctx, now, id, db.Row{"from_load": cutoff, "to_load": cutoff}); err != nil {
		return err
	}
	args := c.factsArgs()
	args["no_more"] = ddl.CountNoMore
	found, err := db.QueryRow[struct {
		Fills     []uint64 `json:"fills"`     // that count, by these rules, and that may, by those of others
		Forgotten uint64   `json:"forgotten"` // when others counted, by these rules
	}](ctx, c.db, `
SELECT
    arrayConcat({fills}, groupArrayArrayIf(f.counted, f.shape != {shape})) AS fills,
    maxIf(f.forgotten, f.shape = {shape}) AS forgotten
FROM (
    SELECT
        shape,
        maxIf(fill, begins > 0) AS since,
        maxIf(fill, begins = {no_more}) AS forgotten,
        arrayFilter(id -> id >= since, groupArray(fill)) AS counted
    FROM {facts_log}
    GROUP BY shape
) AS f`, args)
	if err != nil {
		return fmt.Errorf("read which fills of facts count: %w", err)
	}
	if found.Forgotten >= cutoff {
		return nil
	}
	stale := db.SQL(c.db.SQL("fill NOT IN ({fills}) AND fill < {cutoff}",
		db.Args{"fills": found.Fills, "cutoff": cutoff}))
	for _, table := range ddl.FactsTables(c.db) {
		if _, err := c.sweepTable(ctx, table, stale); err != nil {
			return err
		}
	}
	return nil
}
