package load

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
)

// unlike says in what a table differs that decides which rows survive a merge.
func unlike(there object, want db.Table) string {
	family, replicated := kept(there.Full)
	wanted, must := kept(want.Engine)
	switch order := strings.Join(want.Order, ", "); {
	case family != wanted:
		return fmt.Sprintf("has the engine %s and must have %s", cmp.Or(family, there.Engine), wanted)
	case must && !replicated:
		return fmt.Sprintf("has the engine %s and must be replicated", family)
	case bare(there.Order) != order:
		return fmt.Sprintf("has the sort key (%s) and must have (%s)", bare(there.Order), order)
	case bare(there.Partition) != want.Partition:
		return fmt.Sprintf("has the partition key %q and must have %q", there.Partition, want.Partition)
	}
	return ""
}

// bare is a key without the parentheses that the engine keeps around one column.
func bare(key string) string {
	if strings.HasPrefix(key, "(") && strings.HasSuffix(key, ")") && !strings.ContainsAny(key, ",") {
		return key[1 : len(key)-1]
	}
	return key
}

// engineForm takes an engine apart: replicated or not, family, arguments.
// ClickHouse Cloud makes a Shared one of every engine.
var engineForm = regexp.MustCompile(`^(Replicated|Shared)?(\w*MergeTree)(?:\(((?:'[^']*'(?:, )?)*)([^)]*)\))?`)

// kept is what an engine keeps of equal rows: its family with the arguments
// that are columns. "" is not a MergeTree.
func kept(engine string) (family string, replicated bool) {
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
			wrong = append(wrong, fmt.Sprintf("%s is a %s and must be a %s", c.Name, kind, c.Kind.ClickHouse()))
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
func differences(there object, want db.Table, name string) []string {
	var notes []string
	ours := map[string]bool{}
	for _, c := range want.Columns {
		ours[c.Name] = true
	}
	for _, a := range want.Aliases {
		ours[a.Name] = true
	}
	for column := range there.columns {
		if !ours[column] {
			notes = append(notes, fmt.Sprintf("column %s.%s is not ours; it stays", name, column))
		}
	}
	slices.Sort(notes)
	if there.Primary != there.Order {
		notes = append(notes, fmt.Sprintf("table %s has the primary key (%s); ours is its sort key", name, there.Primary))
	}
	for _, index := range want.Indexes() {
		if index := strings.Fields(index); !strings.Contains(there.DDL, "INDEX "+strings.Trim(index[0], "`")+" ") {
			notes = append(notes, fmt.Sprintf("table %s has no index %s; queries by %s read more than they need", name, index[0], index[1]))
		}
	}
	for _, setting := range want.Settings {
		if !strings.Contains(there.Full, setting) {
			notes = append(notes, fmt.Sprintf("table %s lacks the setting %s", name, setting))
		}
	}
	return notes
}
