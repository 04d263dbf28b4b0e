package schema

import (
	"fmt"
	"strings"
)

// Stored is a table as the engine keeps it: columns, keys and engine. The data
// tables and the exporter's own books are all made from one.
type Stored struct {
	Name      string
	Comment   string
	Columns   []Column
	Aliases   []Alias  // computed columns
	Engine    string   // e.g. ReplacingMergeTree(version)
	Partition string   // expression, "" for one partition
	Order     []string // sort key
	Lookups   []string // columns with a bloom filter
	Ranges    []string // columns with a minmax index
	Settings  []string // name = value
	Shard     string   // column whose hash picks the shard of a cluster: rows that are read together have the same
}

// Alias is a column that is computed when it is read.
type Alias struct{ Name, Type, Expression string }

// Definition is the alias as a line of DDL.
func (a Alias) Definition() string {
	return fmt.Sprintf("`%s` %s ALIAS %s", a.Name, a.Type, a.Expression)
}

// Storage is how a data table is kept. Its keys carry no correctness: rows
// are chosen by load id, so a start that moves over a month's end is harmless.
// The keys are expressions of the start itself, so that a filter on it prunes.
func (t Table) Storage() Stored {
	day := "toDate(" + t.Start + ")"
	return Stored{
		Name:      t.Stored(),
		Comment:   t.Comment + " All loads; read the view " + t.Name + " instead.",
		Columns:   t.StoredColumns(),
		Aliases:   []Alias{{"record_date", "Date", day}},
		Engine:    "ReplacingMergeTree(version)",
		Partition: "toYYYYMM(" + t.Start + ")",
		Order:     append([]string{"tenant_id", day, "record_id", "load_id"}, t.Positions...),
		Lookups:   t.Lookups,
		Settings:  []string{"enable_block_number_column = 1", "enable_block_offset_column = 1"},
		Shard:     "record_id",
	}
}

// CreateTable is the statement that makes the table when it is not there. The
// target is its name with its database, quoted, and the cluster to make it on.
func (s Stored) CreateTable(target string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE IF NOT EXISTS %s\n(\n", target)
	b.WriteString(strings.Join(s.definitions(), ",\n"))
	fmt.Fprintf(&b, "\n)\nENGINE = %s\n", s.Engine)
	if s.Partition != "" {
		fmt.Fprintf(&b, "PARTITION BY %s\n", s.Partition)
	}
	fmt.Fprintf(&b, "ORDER BY (%s)\n", strings.Join(s.Order, ", "))
	if len(s.Settings) > 0 {
		fmt.Fprintf(&b, "SETTINGS %s\n", strings.Join(s.Settings, ", "))
	}
	fmt.Fprintf(&b, "COMMENT %s", Quote(s.Comment))
	return b.String()
}

// definitions are the lines between the parentheses.
func (s Stored) definitions() []string {
	var lines []string
	for _, c := range s.Columns {
		lines = append(lines, "    "+c.Definition())
	}
	for _, a := range s.Aliases {
		lines = append(lines, "    "+a.Definition())
	}
	for _, i := range s.Indexes() {
		lines = append(lines, "    INDEX "+i)
	}
	return lines
}

// Indexes are the skipping indexes, each as it follows the word INDEX in DDL.
func (s Stored) Indexes() []string {
	var lines []string
	for _, c := range s.Lookups {
		lines = append(lines, fmt.Sprintf("`lookup_%s` `%s` TYPE bloom_filter(0.01) GRANULARITY 1", c, c))
	}
	for _, c := range s.Ranges {
		lines = append(lines, fmt.Sprintf("`range_%s` `%s` TYPE minmax GRANULARITY 1", c, c))
	}
	return lines
}

// Definition is the column as a line of DDL.
func (c Column) Definition() string {
	def := fmt.Sprintf("`%s` %s", c.Name, c.Kind.ClickHouse())
	if text := c.describe(); text != "" {
		def += " COMMENT " + Quote(text)
	}
	return def + " CODEC(" + c.Kind.Codec() + ")"
}

// describe is the column's comment: meaning, unit and where it comes from.
func (c Column) describe() string {
	var parts []string
	for _, p := range []string{c.Meaning, c.Unit, c.Source} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "; ")
}

// Qualify is a table's name with its database, quoted.
func Qualify(database, table string) string {
	return Identifier(database) + "." + Identifier(table)
}

// Identifier quotes a name for SQL (ClickHouse, Syntax, Identifiers).
func Identifier(name string) string {
	return "`" + escaper.Replace(name) + "`"
}

// Quote makes a SQL string literal (ClickHouse, Syntax, String).
func Quote(text string) string {
	return "'" + escaper.Replace(text) + "'"
}

var escaper = strings.NewReplacer(`\`, `\\`, "'", `\'`, "`", "\\`", "\n", `\n`, "\r", `\r`, "\x00", `\0`)
