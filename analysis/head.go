package analysis

import (
	"fmt"
	"regexp"
	"strings"

	"callrecords/schema"
)

// readView reads a .sql file. Its head is lines of comment: first what a row is; then, after
// an empty one, a line per column with name, type and meaning, which two blanks or more keep
// apart. The type is ClickHouse's, or "of TABLE": the column is that of a table, of a view before
// this one, or of [rateColumns] ("of rates"). A line that begins with blanks goes on with the
// meaning above it.
//
//	-- One row per …
//	--
//	-- tenant_id  of streams
//	-- verdict    LowCardinality(String)  poor, good, …
//	SELECT
func readView(name, text string, before []schema.View) (v schema.View, err error) {
	v.Name = name
	lines := strings.Split(text, "\n")
	columns := false
	for i, line := range lines {
		said, isHead := strings.CutPrefix(line, "--")
		switch {
		case !isHead:
			v.Query = strings.TrimRight(
				commentLine.ReplaceAllString(strings.Join(lines[i:], "\n"), ""),
				"\n;",
			)
			return v, complete(v)
		case strings.TrimSpace(said) == "":
			columns = true
		case !columns:
			v.Comment = strings.TrimSpace(v.Comment + said)
		case strings.HasPrefix(said, "  ") && len(v.Columns) > 0:
			v.Columns[len(v.Columns)-1].Meaning += " " + strings.TrimSpace(said)
		default:
			c, err := readColumn(strings.TrimSpace(said), before)
			if err != nil {
				return v, fmt.Errorf("%s.sql, line %d: %w", name, i+1, err)
			}
			v.Columns = append(v.Columns, c)
		}
	}
	return v, complete(v)
}

// complete wants every part of a view.
func complete(v schema.View) error {
	if v.Comment == "" || len(v.Columns) == 0 || v.Query == "" {
		return fmt.Errorf("%s.sql: wants a comment, columns and a SELECT", v.Name)
	}
	return nil
}

// commentLine is a line that only readers of the file need: a view that means the same stays
// the same.
var commentLine = regexp.MustCompile(`(?m)^\s*--.*\n`)

// apart is what stands between the cells of a column's line.
var apart = regexp.MustCompile(`\s{2,}`)

// readColumn reads the line of a column.
func readColumn(line string, before []schema.View) (c schema.Column, err error) {
	cells := append(apart.Split(line, 3), "", "")
	if table, of := strings.CutPrefix(cells[1], "of "); of {
		if c, of = columnOf(table, cells[0], before); !of {
			return c, fmt.Errorf("column %s: %s has none of this name", cells[0], table)
		}
		if cells[2] != "" {
			c.Meaning = cells[2]
		}
		return c, nil
	}
	kind, ok := schema.KindOf(cells[1])
	if !ok || cells[2] == "" {
		return c, fmt.Errorf("column %s: wants a type that the schema has and a meaning, two blanks apart",
			cells[0])
	}
	return schema.Column{Name: cells[0], Kind: kind, Meaning: cells[2]}, nil
}

// columnOf is a column of a table, of a view, or of [rateColumns].
func columnOf(table, name string, views []schema.View) (schema.Column, bool) {
	if table == "rates" {
		return schema.Table{Columns: rateColumns}.Column(name)
	}
	for _, f := range []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls} {
		if t, ok := f.Table(table); ok {
			return t.Column(name)
		}
	}
	for _, v := range views {
		if v.Name == table {
			return schema.Table{Columns: v.Columns}.Column(name)
		}
	}
	return schema.Column{}, false
}
