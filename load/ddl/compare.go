package ddl

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/schema"
)

// incompatible says in what a table differs that decides which rows survive a merge.
func incompatible(there object, want db.Table) string {
	family, replicated := engineFamily(there.Full)
	wanted, _ := engineFamily(want.Engine.String())
	must := want.Engine.Replicated
	switch order := strings.Join(want.Order, ", "); {
	case family != wanted:
		return fmt.Sprintf("has the engine %s and must have %s", cmp.Or(family, there.Engine), wanted)
	case must && !replicated:
		return fmt.Sprintf("has the engine %s and must be replicated", family)
	case unparen(there.Order) != order:
		return fmt.Sprintf("has the sort key (%s) and must have (%s)", unparen(there.Order), order)
	case unparen(there.Partition) != want.Partition:
		return fmt.Sprintf("has the partition key %q and must have %q", there.Partition, want.Partition)
	}
	return ""
}

// unparen is a key without the parentheses that the engine keeps around one column.
func unparen(key string) string {
	if strings.HasPrefix(key, "(") && strings.HasSuffix(key, ")") && !strings.ContainsAny(key, ",") {
		return key[1 : len(key)-1]
	}
	return key
}

// engineForm takes an engine apart: replicated or not, family, arguments.
// ClickHouse Cloud makes a Shared one of every engine.
var engineForm = regexp.MustCompile(
	`^(Replicated|Shared)?(\w*MergeTree)(?:\(((?:'[^']*'(?:, )?)*)([^)]*)\))?`,
)

// engineFamily is what decides which of equal rows an engine keeps: its family with the arguments
// that are columns. "" is not a MergeTree.
func engineFamily(engine string) (family string, replicated bool) {
	m := engineForm.FindStringSubmatch(engine)
	if m == nil {
		return "", false
	}
	family = m[2]
	if m[4] != "" {
		family += "(" + m[4] + ")"
	}
	return family, m[1] != ""
}

// missing are the columns that a table lacks, as clauses of an ALTER, each
// in its place; and those that are there with another type.
func missing(there object, t db.Table) (added, wrong []string) {
	after := "FIRST"
	for _, c := range t.Columns {
		kind, ok := there.columns[c.Name]
		switch {
		case !ok:
			added = append(added, "ADD COLUMN IF NOT EXISTS "+db.Definition(c)+" "+after)
		case kind != c.Kind.ClickHouse():
			wrong = append(
				wrong,
				fmt.Sprintf("%s is a %s and must be a %s", c.Name, kind, c.Kind.ClickHouse()),
			)
		}
		after = "AFTER " + engine.Identifier(c.Name)
	}
	for _, a := range t.Aliases {
		if _, ok := there.columns[a.Name]; !ok {
			added = append(added, "ADD COLUMN IF NOT EXISTS "+a.Definition())
		}
	}
	return added, wrong
}

// differences are what only costs time or space, and is left to the reader.
func differences(there object, want db.Table, derived []string, name string) []string {
	var notes []string
	ours := map[string]bool{}
	for _, c := range derived {
		ours[c] = true
	}
	for _, c := range want.Columns {
		ours[c.Name] = true
	}
	for _, a := range want.Aliases {
		ours[a.Name] = true
	}
	for column := range there.columns {
		switch {
		case ours[column]:
		case schema.IsDerived(column):
			notes = append(notes, fmt.Sprintf(
				"column %s.%s is of other rules or of another version, and stays: where no other exporter "+
					"has those, ALTER TABLE %[1]s DROP COLUMN %[2]s frees its space", name, column))
		default:
			notes = append(notes, fmt.Sprintf("column %s.%s is not ours; it stays", name, column))
		}
	}
	slices.Sort(notes)
	if there.Primary != there.Order {
		notes = append(
			notes,
			fmt.Sprintf("table %s has the primary key (%s); ours is its sort key", name, there.Primary),
		)
	}
	for _, index := range want.Indexes() {
		if index := strings.Fields(index); !strings.Contains(
			there.DDL,
			"INDEX "+strings.Trim(index[0], "`")+" ",
		) {
			notes = append(
				notes,
				fmt.Sprintf(
					"table %s has no index %s; queries by %s read more than they need",
					name,
					index[0],
					index[1],
				),
			)
		}
	}
	for _, setting := range want.Settings {
		if !strings.Contains(there.Full, setting) {
			notes = append(notes, fmt.Sprintf("table %s lacks the setting %s", name, setting))
		}
	}
	return notes
}
