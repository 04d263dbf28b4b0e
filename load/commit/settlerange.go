package commit

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// settleRange are the loads that the settle line is to pass.
type settleRange struct {
	From, To uint64 // ids, half-open
	Loads    uint64 // live ones
}

// withinSQL is the condition of a row of its loads.
func (r settleRange) withinSQL() db.SQL {
	return db.SQL(fmt.Sprintf("load_id >= %d AND load_id < %d", r.From, r.To))
}

// length is the time from its first load to the end.
func (r settleRange) length() time.Duration { return db.LoadTime(r.To).Sub(db.LoadTime(r.From)) }

// settleRange is what is old enough by our clock. A clock that is months ahead
// would have the line pass loads in flight: the newest start that Graph's list
// has shown, a day later, bounds it.
func (c *Committer) settleRange(ctx context.Context, now time.Time, line uint64) (settleRange, error) {
	r := settleRange{From: line, To: db.FirstLoadAt(now.Add(-c.settleAge))}
	step := c.settleAge / settleSteps
	if r.length() < step {
		return settleRange{}, nil
	}
	newest, err := db.QueryRow[struct {
		Start db.Time `json:"start"`
	}](ctx, c.db, "SELECT maxIf(listed.start, listed.start < {now}) AS start FROM {ledger}", db.Args{"now": now})
	if err != nil {
		return settleRange{}, fmt.Errorf("read the newest start: %w", err)
	}
	if newest.Start.Unix() != 0 { // 1970 is the engine's word for none
		r.To = min(r.To, db.FirstLoadAt(newest.Start.Add(24*time.Hour-c.settleAge)))
	}
	if r.length() < step {
		return settleRange{}, nil
	}
	found, err := db.QueryRow[struct {
		N uint64 `json:"n"`
	}](ctx, c.db, "SELECT count() AS n FROM {loads} FINAL WHERE {within}", db.Args{"within": r.withinSQL()})
	if err != nil {
		return settleRange{}, fmt.Errorf("count the loads to settle: %w", err)
	}
	r.Loads = found.N
	return r, nil
}

// orphanRowsSQL selects rows that would wrongly become visible: rows of loads
// that are neither live nor named in replaces of a commit after the line, and
// rows of loads that a commit behind the line replaces. Live and replaced ones
// are one set, so that a commit on the way changes both at once. Live, too, are
// those that another exporter has settled meanwhile.
func (c *Committer) orphanRowsSQL(r settleRange) db.SQL {
	return db.SQL(c.db.SQL(`({within}
        AND load_id NOT IN ({known})
        AND load_id NOT IN (SELECT load_id FROM {settled_loads} WHERE {within}))
    OR load_id IN ({replaced} WHERE load_id < {to})`, db.Args{
		"within": r.withinSQL(), "to": r.To,
		"known": ddl.ElementsSQL(c.db, db.SQL(fmt.Sprintf(
			"if(load_id < %d, [load_id], arrayPushFront(replaces, load_id))", r.To))),
		"replaced": ddl.ElementsSQL(c.db, "replaces"),
	}))
}

// clear sweeps the orphan rows, and makes sure that none is left.
func (c *Committer) clear(ctx context.Context, r settleRange) error {
	orphans := c.orphanRowsSQL(r)
	if _, err := c.SweepWhere(ctx, orphans); err != nil {
		return err
	}
	rows := []string{string(c.db.Union("SELECT record_id FROM {table} WHERE {orphans}", db.Args{"orphans": orphans}))}
	for _, table := range ddl.FactsTables(c.db) {
		rows = append(rows, c.db.SQL("SELECT record_id FROM {table} WHERE {orphans}", db.Args{
			"table": db.SQL(c.db.Name(table)), "orphans": orphans,
		}))
	}
	found, err := db.QueryRow[struct {
		Rows  uint64 `json:"n"`
		First string `json:"first_record"`
	}](ctx, c.db, `
SELECT
    count() AS n,
    any(record_id) AS first_record
FROM (
{rows}
)`, db.Args{"rows": db.SQL(strings.Join(rows, "\nUNION ALL\n"))})
	if err != nil {
		return fmt.Errorf("look for rows of dead loads: %w", err)
	}
	if found.Rows > 0 {
		return fmt.Errorf(
			"%w: %d rows of dead loads were not swept, of record %s and others; run exporter verify",
			ErrUnsound,
			found.Rows,
			found.First,
		)
	}
	return nil
}

// inspect makes sure that live loads have the rows that they declare.
func (c *Committer) inspect(ctx context.Context, r settleRange) error {
	commits := db.SQL(
		c.db.SQL("(SELECT * FROM {loads} FINAL WHERE {within})", db.Args{"within": r.withinSQL()}),
	)
	found, err := db.QueryRow[struct {
		Loads  uint64 `json:"n"`
		Record string `json:"first_record"`
		Table  string `json:"first_table"`
	}](ctx, c.db, `
SELECT
    uniqExact(load_id) AS n,
    any(record_id) AS first_record,
    any(table_name) AS first_table
FROM (
{audited}
)`, db.Args{"audited": ddl.AuditSQL(c.db, commits, r.withinSQL())})
	if err != nil {
		return fmt.Errorf("audit the loads to settle: %w", err)
	}
	if found.Loads > 0 {
		return fmt.Errorf(
			"%w: %d live loads have other numbers of rows than they declare, such as record %s in %s; "+
				"exporter verify names each and what to do about it",
			ErrUnsound,
			found.Loads,
			found.Record,
			found.Table,
		)
	}
	return nil
}
