package commit

import (
	"context"
	"fmt"
	"maps"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

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

// frontOfFacts makes sure that loads that are about to be committed are such of which nothing
// is kept, by whatever rules, and that a fill is none that was swept: its id is like a load's.
// Only those of a clock that was wrong are others, and then all is forgotten that is kept. It is
// asked last before the commit, and after it, since others may fill at any time.
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
