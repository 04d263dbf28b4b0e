package db

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/load/engine"
	"callrecords/schema"
)

// Table is a table as the engine keeps it: columns, keys and engine. The data
// tables and the control tables are all made from one.
type Table struct {
	Name      string
	Comment   string
	Columns   []schema.Column
	Aliases   []Alias // computed columns
	Engine    Engine
	Partition string   // expression, "" for one partition
	Order     []string // sort key
	Lookups   []string // columns with a bloom filter
	Ranges    []string // columns with a minmax index
	TTL       string   // expression of when a row goes, "" for never
	Settings  []string // name = value
	Tuning    []string // settings of memory and time alone: a table that was made without them is as good
	Shard     string   // column whose hash picks the shard of a cluster, "" where all nodes have all rows
}

// Engine is a table's engine (ClickHouse, MergeTree family).
type Engine struct {
	Family     string // e.g. ReplacingMergeTree
	Arguments  string // e.g. version
	Replicated bool   // within its shard; the server fills in the macros (ClickHouse, Data replication)
	OnAllNodes bool   // not within its shard, but over all of them
}

// String is the engine as it stands in DDL.
func (e Engine) String() string {
	if !e.Replicated {
		if e.Arguments == "" {
			return e.Family
		}
		return e.Family + "(" + e.Arguments + ")"
	}
	arguments := "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'"
	if e.OnAllNodes {
		arguments = "'/clickhouse/tables/all/{database}/{table}', '{shard}-{replica}'"
	}
	if e.Arguments != "" {
		arguments += ", " + e.Arguments
	}
	return "Replicated" + e.Family + "(" + arguments + ")"
}

// Alias is a column that is computed when it is read.
type Alias struct{ Name, Type, Expression string }

// Definition is the alias as a line of DDL.
func (a Alias) Definition() string {
	return fmt.Sprintf("`%s` %s ALIAS %s", a.Name, a.Type, a.Expression)
}

// CreateTable is the statement that makes the table when it is not there. The
// target is its name with its database, quoted, and the cluster to make it on.
func (t Table) CreateTable(target string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE IF NOT EXISTS %s\n(\n", target)
	b.WriteString(strings.Join(t.definitions(), ",\n"))
	fmt.Fprintf(&b, "\n)\nENGINE = %s\n", t.Engine)
	if t.Partition != "" {
		fmt.Fprintf(&b, "PARTITION BY %s\n", t.Partition)
	}
	fmt.Fprintf(&b, "ORDER BY (%s)\n", strings.Join(t.Order, ", "))
	if t.TTL != "" {
		fmt.Fprintf(&b, "TTL %s\n", t.TTL)
	}
	if settings := slices.Concat(t.Settings, t.Tuning); len(settings) > 0 {
		fmt.Fprintf(&b, "SETTINGS %s\n", strings.Join(settings, ", "))
	}
	fmt.Fprintf(&b, "COMMENT %s", engine.Quote(t.Comment))
	return b.String()
}

// definitions are the lines between the parentheses.
func (t Table) definitions() []string {
	var lines []string
	for _, c := range t.Columns {
		lines = append(lines, "    "+Definition(c))
	}
	for _, a := range t.Aliases {
		lines = append(lines, "    "+a.Definition())
	}
	for _, i := range t.Indexes() {
		lines = append(lines, "    INDEX "+i)
	}
	return lines
}

// Indexes are the skipping indexes, each as it follows the word INDEX in DDL.
func (t Table) Indexes() []string {
	var lines []string
	for _, c := range t.Lookups {
		lines = append(lines, fmt.Sprintf("`lookup_%s` `%s` TYPE bloom_filter(0.01) GRANULARITY 1", c, c))
	}
	for _, c := range t.Ranges {
		lines = append(lines, fmt.Sprintf("`range_%s` `%s` TYPE minmax GRANULARITY 1", c, c))
	}
	return lines
}

// Derivation is a derived column as a line of DDL.
func Derivation(d schema.Derived) string {
	return fmt.Sprintf("%s %s MATERIALIZED %s COMMENT %s CODEC(%s)", engine.Identifier(d.StoredName()),
		d.Column.Kind.ClickHouse(), d.Expression, engine.Quote(describe(d.Column)), d.Column.Kind.Codec())
}

// Definition is a column as a line of DDL.
func Definition(c schema.Column) string {
	return ViewColumn(c) + " CODEC(" + c.Kind.Codec() + ")"
}

// ViewColumn is a column as a line of the DDL of what stores no rows.
func ViewColumn(c schema.Column) string {
	def := fmt.Sprintf("`%s` %s", c.Name, c.Kind.ClickHouse())
	if text := describe(c); text != "" {
		def += " COMMENT " + engine.Quote(text)
	}
	return def
}

// maxKnownValues is the longest list of known values that a comment has, in
// bytes. A client shows comments in one line; the data dictionary has them all.
const maxKnownValues = 120

// describe is a column's comment: meaning, unit, where it comes from, and which
// values are known.
func describe(c schema.Column) string {
	known := c.KnownValues()
	if len(known) > maxKnownValues {
		known = ""
	}
	var parts []string
	for _, p := range []string{c.Meaning, c.Unit, c.Source, known} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "; ")
}

// Arrow is the schema of a batch of the table.
func (t Table) Arrow() *arrow.Schema { return schema.ArrowSchema(t.Columns) }
