package commit

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
SELECT
    {columns},
    {fill}
FROM {computed}
WHERE {within}`, db.Args{
			"table": db.SQL(c.db.Name(ddl.FactsTable(v).Name)), "columns": db.Columns(v.Columns), "fill": id,
			"computed": db.SQL(c.db.Name(ddl.ComputedView(v))), "within": r.withinSQL(),
		})
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
	return c.logFacts(ctx, now, id, db.Row{"from_load": r.From, "to_load": r.To})
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

// ForgetFacts lets nothing that is kept count any more: all facts are computed until they are
// filled in again. It is for when loads that were dead may live again, whatever rules a view is
// made by.
func (c *Committer) ForgetFacts(ctx context.Context) error {
	return c.forget(ctx, ddl.CountNoMore, "SELECT DISTINCT shape FROM {facts_log} UNION DISTINCT SELECT {shape}", c.factsArgs())
}

// forgetIdle forgets the facts of rules that nobody has filled in by for a day.
func (c *Committer) forgetIdle(ctx context.Context, now time.Time) error {
	args := c.factsArgs()
	args["since"] = now.Add(-fillSpan)
	return c.forget(ctx, ddl.CountNoMore, `
SELECT shape
FROM {facts_log}
WHERE shape != {shape}
GROUP BY shape
HAVING max(logged_at) <= {since}
    AND max(fill) > maxIf(fill, begins > 0)`, args)
}

// forget forgets the facts of some rules. What another exporter began to fill in before has a
// smaller id, for which the time is read now.
func (c *Committer) forget(ctx context.Context, why uint64, shapes string, args db.Args) error {
	if c.db.Clustered() || len(ddl.Facts(c.db)) == 0 {
		return nil
	}
	all, err := db.Query[struct {
		Shape string `json:"shape"`
	}](ctx, c.db, shapes, args)
	if err != nil {
		return fmt.Errorf("read by which rules facts are kept: %w", err)
	}
	if len(all) == 0 {
		return nil
	}
	now, err := c.db.Now(ctx)
	if err != nil {
		return err
	}
	line, err := c.SettleLine(ctx, now)
	if err != nil {
		return err
	}
	id, err := c.nextFill(ctx, now)
	if err != nil {
		return err
	}
	var rows []db.Row
	for _, s := range all {
		rows = append(rows, c.factsRow(now, id, db.Row{
			"shape": s.Shape, "settle_line": line.Line, "begins": why,
		}))
	}
	return c.db.Write(ctx, ddl.FactsLog, rows)
}

// factsSettled says that no rows of dead loads are kept before a settle line that is about to
// move there. That is so of what was kept before the old one, too, if whoever moved that one
// knew of facts.
func (c *Committer) factsSettled(ctx context.Context, now time.Time, line uint64) error {
	if c.db.Clustered() || len(ddl.Facts(c.db)) == 0 {
		return nil
	}
	known, err := c.knowsLine(ctx)
	if err != nil {
		return err
	}
	id, err := c.nextFill(ctx, now)
	if err != nil {
		return err
	}
	row := db.Row{"settle_line": line}
	if !known {
		row["begins"] = ddl.CountedNot
	}
	return c.logFacts(ctx, now, id, row)
}

// knowsLine says whether facts_log knows the settle line.
func (c *Committer) knowsLine(ctx context.Context) (bool, error) {
	found, err := db.QueryRow[struct {
		Known uint64 `json:"known"`
	}](ctx, c.db, `
SELECT {line} = 0 OR countIf(l.settle_line = {line}) > 0 AS known
FROM {facts_log} AS l
WHERE l.shape = {shape}
    AND l.fill >= (SELECT maxIf(fill, begins > 0) FROM {facts_log} WHERE shape = {shape})`, c.factsArgs())
	if err != nil {
		return false, fmt.Errorf("read for which settle line facts are kept: %w", err)
	}
	return found.Known > 0, nil
}

// nextFill is an id for a row of facts_log, greater than those of all others, whatever clock
// they were made by. Where ours is behind, it is of the millisecond after the last, with what
// tells our load ids from those of others: two who ask at once must not get the same one.
func (c *Committer) nextFill(ctx context.Context, now time.Time) (uint64, error) {
	last, err := db.QueryRow[struct {
		Fill uint64 `json:"last"`
	}](ctx, c.db, "SELECT max(fill) AS last FROM {facts_log}", nil)
	if err != nil {
		return 0, fmt.Errorf("read the fills of facts: %w", err)
	}
	id := c.NextLoadID(now)
	if id <= last.Fill {
		id = db.LoadIDAt(id, db.LoadTime(last.Fill).Add(time.Millisecond))
	}
	return id, nil
}

func (c *Committer) logFacts(ctx context.Context, now time.Time, id uint64, row db.Row) error {
	return c.db.Write(ctx, ddl.FactsLog, []db.Row{c.factsRow(now, id, row)})
}

// factsRow is a row of facts_log, of which some columns are given.
func (c *Committer) factsRow(now time.Time, id uint64, row db.Row) db.Row {
	all := db.Row{
		"logged_at": now, "shape": ddl.FactsShape(c.db), "fill": id,
		"from_load": uint64(0), "to_load": uint64(0), "settle_line": uint64(0), "begins": uint64(0),
	}
	maps.Copy(all, row)
	return all
}

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
	for _, v := range ddl.Facts(c.db) {
		if v.Rows == "" {
			continue
		}
		found, err := db.QueryRow[struct {
			Kept uint64 `json:"kept"`
			Live uint64 `json:"live"`
		}](ctx, c.db, string(ddl.FactsMissingSQL(c.db, v)), nil)
		if err != nil {
			return fmt.Errorf("count the rows of %s: %w", v.Name, err)
		}
		if found.Kept != found.Live {
			c.db.Log().WarnContext(ctx, "rows that were computed ahead are not there; they are computed anew",
				"table", ddl.FactsTable(v).Name, "rows", found.Kept, "want", found.Live)
			return c.ForgetFacts(ctx)
		}
	}
	return nil
}

// sweepFacts deletes the rows of fills that do not count: of a fill that broke off, of one of two
// at a time, of rules that nobody has filled in by for a day, which count no more from then on. A
// fill that still runs is younger than a sweep may be. What was forgotten just now is spared:
// somebody may be about to read it.
func (c *Committer) sweepFacts(ctx context.Context, now time.Time) error {
	if err := c.forgetIdle(ctx, now); err != nil {
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
	cutoff := db.FirstLoadAt(now.Add(-c.sweepAge))
	if found.Forgotten >= cutoff {
		return nil
	}
	stale := db.SQL(c.db.SQL("fill NOT IN ({fills}) AND fill < {cutoff}",
		db.Args{"fills": found.Fills, "cutoff": cutoff}))
	for _, v := range ddl.Facts(c.db) {
		if _, err := c.sweepTable(ctx, ddl.FactsTable(v).Name, stale); err != nil {
			return err
		}
	}
	return nil
}

// frontOfFacts makes sure that loads that are about to be committed are such of which nothing
// is kept, by whatever rules. Only those of a clock that was wrong are others, and then all is
// forgotten that is kept. It is asked last before the commit, since others may fill at any time.
func (c *Committer) frontOfFacts(ctx context.Context, loads []schema.Load) error {
	if len(loads) == 0 || c.db.Clustered() || len(ddl.Facts(c.db)) == 0 {
		return nil
	}
	kept, err := db.QueryRow[struct {
		Line uint64 `json:"line"`
	}](ctx, c.db, `
SELECT ifNull(max(l.to_load), 0) AS line
FROM {facts_log} AS l
INNER JOIN (
    SELECT
        shape,
        maxIf(fill, begins > 0) AS since
    FROM {facts_log}
    GROUP BY shape
) AS b USING (shape)
WHERE l.fill >= b.since`, nil)
	if err != nil {
		return fmt.Errorf("read of which loads facts are kept: %w", err)
	}
	for _, l := range loads {
		if l.LoadID < kept.Line {
			return c.ForgetFacts(ctx)
		}
	}
	return nil
}

// factsArgs are what statements about facts name.
func (c *Committer) factsArgs() db.Args {
	return db.Args{
		"fills": ddl.FillsSQL(c.db), "kept_line": ddl.FactsLineSQL(c.db), "line": ddl.LineSQL(c.db),
		"shape": ddl.FactsShape(c.db),
	}
}
