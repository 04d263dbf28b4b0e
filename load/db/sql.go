package db

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"callrecords/load/engine"
	"callrecords/schema"
)

// Args are the values of the placeholders of a template, by name. A value is
// spelled as SQL by its type:
//
//	string, uint64, int   a literal
//	time.Time             an instant, exact to 100 ns
//	[]string, []uint64    literals with commas between, for IN
//	SQL                   as it is: a condition, a list of columns
//
// Values are spelled here and not sent beside the statement (ClickHouse, query
// parameters): mutations do not take parameters on every server, and a
// connection of the embedded engine would have to be opened for each statement.
type Args map[string]any

// SQL is a piece of a statement that is made already.
type SQL string

// SQL makes a statement of a template. {NAME} is a table or view of the
// warehouse, or one of the arguments. Values are never looked into: a text that
// looks like a placeholder stays a text.
func (p Placement) SQL(template string, args Args) string {
	statement := p.names.Replace(template)
	if len(args) == 0 {
		return statement
	}
	pairs := make([]string, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, "{"+name+"}", Literal(value))
	}
	return strings.NewReplacer(pairs...).Replace(statement)
}

// Literal spells a value as SQL, by its type.
func Literal(value any) string {
	switch v := value.(type) {
	case SQL:
		return string(v)
	case string:
		return engine.Quote(v)
	case time.Time:
		return fmt.Sprintf("toDateTime64(%s, 7, 'UTC')", engine.Quote(v.UTC().Format("2006-01-02 15:04:05.0000000")))
	case []string:
		return literals(v)
	case []uint64:
		return literals(v)
	default:
		return fmt.Sprint(v)
	}
}

// literals are values with commas between; NULL for none, which equals nothing.
func literals[T any](values []T) string {
	if len(values) == 0 {
		return "NULL"
	}
	spelled := make([]string, len(values))
	for i, v := range values {
		spelled[i] = Literal(v)
	}
	return strings.Join(spelled, ", ")
}

// Columns are the names of columns as a SELECT wants them, one per line. A view
// keeps the columns that it was made with: those of a * would not follow.
func Columns(columns []schema.Column) SQL {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = engine.Identifier(c.Name)
	}
	return SQL(strings.Join(quoted, ",\n    "))
}

// Union joins a SELECT of every data table, made of a template with its own
// placeholders {table} (its rows), {name} (its name as text).
func (d *DB) Union(template string, args Args) SQL {
	var parts []string
	for _, t := range d.DataTables() {
		all := Args{"table": SQL(d.Name(t.StoredName())), "name": t.Name}
		for name, value := range args {
			all[name] = value
		}
		parts = append(parts, d.SQL(template, all))
	}
	return SQL(strings.Join(parts, "\nUNION ALL\n"))
}

// OfRecords is the condition that finds some records of a tenant.
func OfRecords(tenant string, ids []string) SQL {
	return SQL("tenant_id = " + Literal(tenant) + " AND record_id IN (" + Literal(ids) + ")")
}

// maxNames is how many bytes of names one statement has. The rest of it must stay below the
// 256 KiB that a statement may have (ClickHouse, max_query_size).
const maxNames = 200_000

// ChunkSize is how many records one statement is about that names them twice, with every id
// as long as it may be, and quoted.
const ChunkSize = maxNames / (2*schema.MaxRecordID + len(", ''")) / 2

// InChunks does something for some items at a time.
func InChunks[T any](items []T, do func(chunk []T) error) error {
	for chunk := range slices.Chunk(items, ChunkSize) {
		if err := do(chunk); err != nil {
			return err
		}
	}
	return nil
}

// Chunks cuts items so that one statement can name all of a chunk, with so many bytes each.
// Most ids are far from being as long as they may be, and each statement costs milliseconds.
func Chunks[T any](items []T, bytes func(T) int) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		from, sum := 0, 0
		for i, item := range items {
			n := bytes(item)
			if i > from && sum+n > maxNames {
				if !yield(items[from:i]) {
					return
				}
				from, sum = i, 0
			}
			sum += n
		}
		if from < len(items) {
			yield(items[from:])
		}
	}
}

// Named is how many bytes of a statement an id takes, with the comma behind it.
func Named(id string) int { return len(engine.Quote(id)) + len(", ") }
