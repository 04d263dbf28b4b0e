package ddl

import (
	"callrecords/load/db"
	"callrecords/schema"
)

// patchParts are what a table needs for deletes by patch parts (ClickHouse,
// Lightweight updates).
var patchParts = []string{"enable_block_number_column = 1", "enable_block_offset_column = 1"}

// Storage is how a data table is kept. Its keys carry no correctness: rows
// are chosen by load id, so a start that moves over a month's end is harmless.
// The keys are expressions of the start itself, so that a filter on it prunes.
func Storage(t schema.Table) db.Table {
	day := string(Day(t))
	return db.Table{
		Name:      t.StoredName(),
		Comment:   t.Comment + " All loads; read the view " + t.Name + " instead.",
		Columns:   t.StoredColumns(),
		Aliases:   []db.Alias{{Name: "record_date", Type: "Date", Expression: day}},
		Engine:    db.Engine{Family: "ReplacingMergeTree", Arguments: "version"},
		Partition: "toYYYYMM(" + t.Start + ")",
		Order:     append([]string{"tenant_id", day, "record_id", "load_id"}, t.Positions()...),
		Lookups:   t.Lookups,
		Settings:  patchParts,
		Shard:     "record_id",
	}
}

// Day is the day of a row's record, as the sort key of a data table has it.
func Day(t schema.Table) db.SQL { return db.SQL("toDate(" + t.Start + ")") }

// Tables are all tables of a warehouse: those of its families, those of its facts, and the
// control tables.
func Tables(families []schema.Family, views []schema.View) []db.Table {
	var all []db.Table
	for _, t := range schema.Tables(families) {
		all = append(all, Storage(t))
	}
	for _, v := range kept(views) {
		all = append(all, FactsTable(v))
	}
	return append(all, Control()...)
}

// Objects are what the statements about a warehouse name.
func Objects(families []schema.Family, more []schema.View) db.Objects {
	o := db.Objects{Tables: Tables(families, more), Inner: []string{"commits", "lone_tenant", "ledger_state", "record_state"}}
	for _, t := range schema.Tables(families) {
		o.Public = append(o.Public, t.Name)
		o.Inner = append(o.Inner, storedView(t))
		if hasLive(t, more) {
			o.Inner = append(o.Inner, keptView(t), liveView(t))
			if readsLive(t, more) {
				o.Inner = append(o.Inner, recentView(t))
			}
		}
	}
	o.Public = append(o.Public, "audit", "completeness", "due_records")
	for _, v := range more {
		if v.Kept {
			o.Inner = append(o.Inner, ComputedView(v), recentFacts(v), filledView(v), v.Name)
			continue
		}
		o.Public = append(o.Public, v.Name)
		if v.Spans {
			o.Whole = append(o.Whole, v.Name)
		}
	}
	return o
}
