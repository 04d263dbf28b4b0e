// Package oracle flattens a call record the slow and obvious way, for tests:
// what it says of a document is what the decoder must have made of it. It is
// not for production, and shares nothing with the decoder: it takes the
// columns from the contract as text, and follows their sources in maps.
package oracle

import (
	"fmt"
	"strings"
	"time"
)

// Oracle knows the contract.
type Oracle struct {
	columns map[string][]column // by table
	inner   map[string]bool     // sources and all that they go through: what has a column
	kinds   map[string]string   // types of the columns, by source
}

// column is one line of the contract.
type column struct {
	name, kind, source string
}

// isKey says whether a record is nothing without the value of the column. A
// value of another column that cannot be read costs itself only.
func (c column) isKey() bool {
	return c.source == "id" || c.source == "version" || c.source == "startDateTime"
}

// Owner is what the exporter adds to the rows of a record.
type Owner struct {
	TenantID   string
	ExportedAt time.Time
}

// Row is one row by column. Text is a string; measures are int64, float64,
// bool or time.Time, nil when absent; lists are []any; flags are
// map[string]bool. Durations are in ms.
type Row = map[string]any

// New reads the contract: tab-separated lines of table, column, ClickHouse
// type, source and more, below a heading.
func New(contract []byte) (*Oracle, error) {
	o := &Oracle{columns: map[string][]column{}, inner: map[string]bool{}, kinds: map[string]string{}}
	for line := range strings.Lines(string(contract)) {
		f := strings.Split(line, "\t")
		if len(f) < 4 {
			return nil, fmt.Errorf("contract: %d fields in %q", len(f), line)
		}
		if _, ours := spines[f[0]]; ours {
			o.columns[f[0]] = append(o.columns[f[0]], column{f[1], f[2], f[3]})
			o.know(f[3])
			o.kinds[f[3]] = f[2]
		}
	}
	return o, nil
}

// know notes a source and everything that it goes through.
func (o *Oracle) know(source string) {
	for i, c := range source {
		if c == '.' {
			o.inner[source[:i]] = true
		}
	}
	o.inner[source] = true
}

// Rows are the rows of a record's document, by table. The document has its
// sessions and its participants_v2 inside, whole.
func (o *Oracle) Rows(document []byte, owner Owner) (map[string][]Row, error) {
	root, err := parse(document)
	if err != nil {
		return nil, err
	}
	places := map[string][]place{}
	if err := expand(place{objects: map[string]*object{"": root}}, "", places); err != nil {
		return nil, err
	}
	rows := map[string][]Row{}
	for table := range o.columns {
		for _, p := range places[spines[table]] {
			row, err := o.row(table, p, owner)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", table, err)
			}
			rows[table] = append(rows[table], row)
		}
	}
	count(rows)
	return rows, nil
}

// count fills the numbers of rows into the records row.
func count(rows map[string][]Row) {
	for _, record := range rows["records"] {
		for name := range record {
			if table, ok := strings.CutSuffix(name, "_count"); ok {
				record[name] = int64(len(rows[table+"s"]))
			}
		}
	}
}

// row makes one row of a table.
func (o *Oracle) row(table string, p place, owner Owner) (Row, error) {
	row := Row{}
	for _, c := range o.columns[table] {
		var err error
		switch c.source {
		case "(config)":
			row[c.name] = owner.TenantID
		case "(clock)":
			row[c.name] = owner.ExportedAt.UTC().Truncate(time.Millisecond)
		case "(position)":
			row[c.name] = p.positions[strings.TrimSuffix(c.name, "_index")]
		case "(counted)":
			row[c.name] = nil // once all rows are there
		case "(any property without a column)":
			row[c.name] = o.unknown(table, p)
		default:
			row[c.name], err = p.read(c)
		}
		if err != nil {
			return nil, fmt.Errorf("%s from %s: %w", c.name, c.source, err)
		}
	}
	return row, nil
}
