package ddl

import (
	"callrecords/load/db"
	"callrecords/schema"
)

// Storage is how a data table is kept. Its keys carry no correctness: rows
// are chosen by load id, so a start that moves over a month's end is harmless.
// The keys are expressions of the start itself, so that a filter on it prunes.
func Storage(t schema.Table) db.Table {
	day := "toDate(" + t.Start + ")"
	return db.Table{
		Name:      t.StoredName(),
		Comment:   t.Comment + " All loads; read the view " + t.Name + " instead.",
		Columns:   t.StoredColumns(),
		Aliases:   []db.Alias{{Name: "record_date", Type: "Date", Expression: day}},
		Engine:    "ReplacingMergeTree(version)",
		Partition: "toYYYYMM(" + t.Start + ")",
		Order:     append([]string{"tenant_id", day, "record_id", "load_id"}, t.Positions()...),
		Lookups:   t.Lookups,
		Settings:  []string{"enable_block_number_column = 1", "enable_block_offset_column = 1"},
		Shard:     "record_id",
	}
}
