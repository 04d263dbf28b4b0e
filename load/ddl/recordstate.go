package ddl

import (
	"fmt"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/schema"
)

// stateColumn is a column of record_state: what each source that knows nothing
// of it says instead, and how the sources combine.
type stateColumn struct {
	schema.Column
	neutral string
	combine string // an aggregate function
}

// What a source says that has no such instant, and no such number.
const (
	never = "CAST(NULL AS Nullable(DateTime64(7, 'UTC')))"
	none  = "toUInt64(0)"
	zero  = "toDateTime64(0, 7, 'UTC')"
)

// keyColumns is how many columns of ledgerState name the record: tenant_id, family
// and record_id. The others say something of it.
const keyColumns = 3

// recordState are the columns of record_state beyond the record's keys: those
// of ledger_state, and what the other tables know.
func recordState() []stateColumn {
	var all []stateColumn
	for _, c := range ledgerState[keyColumns:] {
		neutral := map[schema.Kind]string{
			schema.KindUInt64: none, schema.KindTime: never, schema.KindStart: zero, schema.KindText: "''",
		}[c.Kind]
		all = append(all, stateColumn{c, neutral, "max"})
	}
	return append(all,
		stateColumn{column("live_version", schema.KindUInt64, "", "",
			"version that readers see; 0 for none"), none, "max"},
		stateColumn{column("live_load", schema.KindUInt64, "", "", "its load id"), none, "max"},
		stateColumn{column("live_part", schema.KindText, "", "",
			"what it lacks of a whole record; empty when it is whole"), "''", "max"},
		stateColumn{column("live_start", schema.KindStart, "", "UTC, 100 ns",
			"start of the record in that version"), zero, "max"},
		stateColumn{column("logged_version", schema.KindUInt64, "", "",
			"greatest version that load_log calls committed; 0 for none"), none, "max"},
		stateColumn{column("pages", schema.KindUInt64, "", "pages",
			"pages in the archive, of all versions"), none, "sum"},
	)
}

// recordStateColumns are the columns of the view.
func recordStateColumns() []schema.Column {
	all := slices.Clone(ledgerState[:keyColumns])
	for _, c := range recordState() {
		all = append(all, c.Column)
	}
	return all
}

// recordStateSQL is the view record_state: all that is known of each record, out
// of the ledger, the commits, their log and the archive. verify, explain and the
// view completeness read it.
func recordStateSQL(d *db.DB) db.SQL {
	columns := recordState()
	known := map[string]string{}
	for _, c := range ledgerState[keyColumns:] {
		known[c.Name] = c.Name
	}
	arms := []string{
		stateArm(d, columns, known, "{ledger_state}", ""),
		stateArm(d, columns, map[string]string{
			"live_version": "version", "live_load": "load_id", "live_part": "part",
			"live_start": "start_date_time",
		}, "{commits}", ""),
		// A commit that was withdrawn counts for nothing.
		stateArm(d, columns, map[string]string{"logged_version": "version"}, "{load_log}",
			"WHERE outcome = 'committed' AND (record_id, load_id) NOT IN (\n"+
				"        SELECT record_id, load_id FROM {load_log} WHERE outcome = 'withdrawn')"),
		// A page that merges have not made one yet is counted once.
		stateArm(d, columns, map[string]string{"pages": "toUInt64(1)"},
			"(SELECT DISTINCT tenant_id, family, record_id, load_id, page_index FROM {raw_pages})", ""),
	}
	var combined []string
	for _, c := range columns {
		combined = append(combined, fmt.Sprintf("%s(p_%s) AS %[2]s", c.combine, c.Name))
	}
	return db.SQL(d.SQL(`
SELECT
    tenant_id,
    max(p_family) AS family,
    record_id,
    {combined}
FROM (
{arms}
)
GROUP BY
    tenant_id,
    record_id`, db.Args{
		"combined": db.SQL(strings.Join(combined, ",\n    ")),
		"arms":     db.SQL(strings.Join(arms, "\nUNION ALL\n")),
	}))
}

// stateArm is what one source knows of records: some of the columns.
func stateArm(d *db.DB, columns []stateColumn, known map[string]string, from, where string) string {
	lines := []string{
		"    SELECT",
		"        tenant_id,",
		"        CAST(family AS String) AS p_family,",
		"        record_id,",
	}
	for i, c := range columns {
		expression := c.neutral
		if k, ok := known[c.Name]; ok {
			expression = k
		}
		comma := ","
		if i == len(columns)-1 {
			comma = ""
		}
		lines = append(lines, fmt.Sprintf("        %s AS p_%s%s", expression, c.Name, comma))
	}
	lines = append(lines, "    FROM "+from)
	if where != "" {
		lines = append(lines, "    "+where)
	}
	return d.SQL(strings.Join(lines, "\n"), nil)
}
