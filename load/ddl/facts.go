package ddl

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Facts are the views of which rows are kept ([schema.View], Kept): what costs most to compute
// of a load is computed once, and readers add the rows up. Of each there are
//
//	NAME_all       the table with the rows that are kept
//	NAME_filled    the view that reads it, behind which the engine looks last ([rowsSQL])
//	NAME_computed  the view that computes the rows of live loads
//	NAME_recent    the same of all loads behind a line, dead ones too, out of [recentView]
//	NAME           both, as far as they are seen: what is kept of the loads before the line, and
//	               computed of those behind
//
// A fill computes the rows of the loads of a range, and then says so in facts_log. No load
// before its end can be committed any more, so that what it found is all that there ever is of
// them. Which loads are live decides whoever reads, as of every row.

// Facts are the kept views of a warehouse.
func Facts(d *db.DB) (facts []schema.View) { return kept(d.Views()) }

func kept(views []schema.View) (facts []schema.View) {
	for _, v := range views {
		if v.Kept {
			facts = append(facts, v)
		}
	}
	return facts
}

// FactsTable is the table of a kept view.
func FactsTable(v schema.View) db.Table {
	return db.Table{
		Name:      v.Name + "_all",
		Comment:   v.Comment + " Of loads that were filled in; read the views of analysts instead.",
		Columns:   append(v.Columns[:len(v.Columns):len(v.Columns)], fill),
		Engine:    db.Engine{Family: "MergeTree"},
		Partition: "toYYYYMM(record_start_date_time)",
		Order:     slices.Concat([]string{"tenant_id"}, v.By, []string{"toDate(record_start_date_time)", "record_id", "load_id"}),
		Settings:  patchParts,
		Shard:     "record_id",
	}
}

// ComputedView is the name of the view that computes the rows of a kept view.
func ComputedView(v schema.View) string { return v.Name + "_computed" }

// recentFacts is the name of the view of the rows that are computed while others are kept.
func recentFacts(v schema.View) string { return v.Name + "_recent" }

// filledView is the name of the view of the rows that are kept.
func filledView(v schema.View) string { return v.Name + "_filled" }

var fill = column("fill", schema.KindUInt64, schema.SourceClock, "", "fill that computed the row; facts_log has those that count")

// FactsLog says what is kept of the facts. Nothing in it is ever changed.
var FactsLog = db.Table{
	Name:    "facts_log",
	Comment: "The loads of which the facts are kept, one row per fill of a range of them.",
	Columns: []schema.Column{
		column("logged_at", schema.KindMillis, schema.SourceClock, "UTC, ms", "when the fill ended"),
		column("shape", schema.KindText, schema.SourceClock, "", "fingerprint of what the rows were computed by"),
		column("fill", schema.KindUInt64, schema.SourceClock, "", "id of the fill, in the order of fills"),
		column("from_load", schema.KindUInt64, schema.SourceClock, "load id",
			"first load of the range; its end, too, in the row that a fill begins with"),
		column("to_load", schema.KindUInt64, schema.SourceClock, "load id", "end of the range: the first load that is not in it"),
		column("settle_line", schema.KindUInt64, schema.SourceClock, "load id",
			"a settle line before which no rows of dead loads are kept; 0 in the rows of fills"),
		column("begins", schema.KindUInt64, schema.SourceClock, "",
			"1: fills before this one count no more; 2: nor did they before; 0 of all others"),
	},
	Engine: db.Engine{Family: "MergeTree"},
	Order:  []string{"shape", "fill"},
	Shard:  "fill",
}

// FactsRows says how many rows a load has of the kept views of which nothing else says so
// ([schema.View], Rows). It is written after them, and swept like them.
var FactsRows = db.Table{
	Name:    "facts_rows",
	Comment: "How many rows of facts were kept of a load, in views of which nothing else says so.",
	Columns: []schema.Column{
		column("tenant_id", schema.KindKeyword, schema.SourceConfig, "", "Entra tenant"),
		column("record_id", schema.KindText, "id", "", "record id"),
		schema.LoadID,
		column("view_name", schema.KindKeyword, schema.SourceLoad, "", "the kept view"),
		column("row_count", schema.KindUInt64, schema.SourceCounted, "rows", "its rows of the load"),
		fill,
	},
	Engine:   db.Engine{Family: "MergeTree"},
	Order:    []string{"view_name", "tenant_id", "record_id", "load_id"},
	Settings: patchParts,
	Shard:    "record_id",
}

// FactsTables are the names of the tables that hold rows of loads for facts.
func FactsTables(d *db.DB) (names []string) {
	for _, v := range Facts(d) {
		names = append(names, FactsTable(v).Name)
	}
	if names != nil {
		names = append(names, FactsRows.Name)
	}
	return names
}

// Why fills before a row of facts_log count no more: from here on, or they did not in any case.
const (
	CountNoMore uint64 = 1
	CountedNot  uint64 = 2
)

// FactsShape tells the facts of these rules and this version of the program from others.
func FactsShape(d *db.DB) string {
	sum := fnv.New64a()
	for _, v := range Facts(d) {
		fmt.Fprintln(sum, v.Query, db.Columns(v.Columns))
	}
	for _, t := range d.DataTables() {
		for _, c := range t.Derived {
			fmt.Fprintln(sum, c.StoredName())
		}
	}
	return fmt.Sprintf("%016x", sum.Sum64())
}

// FactsLineSQL is the load before which facts are kept.
func FactsLineSQL(d *db.DB) db.SQL { return db.SQL("tupleElement(" + string(filledSQL(d)) + ", 1)") }

// FillsSQL are the fills that count, as an array, which has a 0 that is none.
func FillsSQL(d *db.DB) db.SQL { return db.SQL("tupleElement(" + string(filledSQL(d)) + ", 2)") }

// filledSQL is the line before which facts are kept, and the fills that kept them, as one scalar,
// which the engine reads once per query: so a load's rows are either kept or computed. The fills
// that count go on from one another, the first from 0: of two at the same time, which both are
// right, one does. Nothing is kept where the settle line was moved by an exporter that knows of
// no facts: rows of dead loads may be behind it. That is asked apart: of a scalar inside of a lambda
// the engine (26.7) does not know that it has read it, nor then of this one.
func filledSQL(d *db.DB) db.SQL {
	return db.SQL(d.SQL(`(
    SELECT arrayFold(
        (kept, f) -> if(f.1 = kept.1, (f.2, arrayPushBack(kept.2, f.3)), kept),
        arraySort(arrayFilter(f -> is_known AND f.2 > f.1, counted)),
        (toUInt64(0), [toUInt64(0)]))
    FROM (
        SELECT
            maxIf(fill, begins > 0) AS since,
            groupArray((from_load, to_load, fill, settle_line)) AS logged,
            arrayFilter(f -> f.3 >= since OR f.3 = 0, logged) AS counted,
            has(arrayMap(f -> f.4, counted), {line}) AS is_known
        FROM (
            SELECT fill, from_load, to_load, settle_line, begins
            FROM {facts_log}
            WHERE shape = {shape}
            UNION ALL
            SELECT toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0)
        )
    )
)`, db.Args{"line": LineSQL(d), "shape": FactsShape(d)}))
}

// factsViews are the views of a kept view.
func factsViews(d *db.DB, v schema.View) []view {
	table := FactsTable(v)
	columns := db.Columns(v.Columns)
	return []view{
		{
			name: ComputedView(v), columns: v.Columns, query: db.SQL(d.SQL(v.Query, nil)), hidden: true, analysts: true,
			comment: "Behind the rows that are kept for the view " + v.Name + ": all rows, computed.",
		},
		{
			name: recentFacts(v), columns: v.Columns, query: recentFactsSQL(d, v), hidden: true, analysts: true,
			comment: "Behind the view " + v.Name + ": the rows that are not kept, computed.",
		},
		{
			name: filledView(v), columns: table.Columns, hidden: true, analysts: true,
			query: db.SQL(d.SQL("\nSELECT\n    {columns}\nFROM {table} AS stored", db.Args{
				"columns": db.Columns(table.Columns), "table": db.SQL(d.Name(table.Name)),
			})),
			comment: "Behind the view " + v.Name + ": the rows that are kept.",
		},
		{
			name: v.Name, columns: v.Columns, analysts: true, comment: "Behind the views of analysts. " + v.Comment,
			query: db.SQL(d.SQL(`
SELECT
    {columns}
FROM (
    SELECT
        {columns}
    FROM {filled}
    WHERE fill IN {fills}
    UNION ALL
    SELECT
        {columns}
    FROM {recent}
)
WHERE {seen}`, db.Args{
				"columns": columns, "fills": FillsSQL(d), "seen": SeenSQL(d),
				"filled": db.SQL(d.Name(filledView(v))), "recent": db.SQL(d.Name(recentFacts(v))),
			})),
		},
	}
}

// recentFactsSQL is the query of a kept view, of the rows of which nothing is kept. Which are seen
// is asked once, of both kinds: of two sets of live loads, the engine could read one before a commit
// and the other after it, and a record's facts would be seen twice, or not at all. No fill asks it:
// the line may move while it computes, and there would be fewer.
func recentFactsSQL(d *db.DB, v schema.View) db.SQL {
	var instead []string
	for _, t := range d.DataTables() {
		instead = append(instead, "{"+liveView(t)+"}", "{"+recentView(t)+"}")
	}
	for _, before := range Facts(d) {
		instead = append(instead, "{"+ComputedView(before)+"}", "{"+recentFacts(before)+"}")
	}
	return db.SQL(d.SQL(strings.NewReplacer(instead...).Replace(v.Query), nil))
}

// FactsOfOthersSQL counts the views behind facts that are not those of these rules: another
// exporter has made them anew, or none has made them yet.
func FactsOfOthersSQL(d *db.DB) db.SQL {
	behind := map[string]bool{}
	for _, v := range Facts(d) {
		behind[ComputedView(v)], behind[recentFacts(v)], behind[filledView(v)] = true, true, true
	}
	for _, t := range d.DataTables() {
		behind[liveView(t)], behind[recentView(t)], behind[keptView(t)] = true, true, true
	}
	var ours []string
	for _, p := range proxies(d) {
		if behind[p.name] {
			ours = append(ours, fmt.Sprintf("(%s, %s)", engine.Quote(p.name), engine.Quote(p.described())))
		}
	}
	_, store := d.Databases()
	return db.SQL(d.SQL(`
SELECT {views} - count() AS others
FROM system.tables
WHERE database = {store}
    AND (name, comment) IN ({ours})`, db.Args{
		"views": uint64(len(ours)), "store": store, "ours": db.SQL(strings.Join(ours, ",\n    ")),
	}))
}

// FactsMissingSQL counts, of a kept view, the rows that are kept, and those that must be.
func FactsMissingSQL(d *db.DB, v schema.View) db.SQL {
	var want string
	switch other, column, ofOther := strings.Cut(v.Rows, "."); {
	case v.Rows == "":
		want = ofKeptSQL(d, "sumIf(row_count, view_name = "+engine.Quote(v.Name)+")", FactsRows.Name)
	case ofOther:
		want = ofKeptSQL(d, "sum("+column+")", filledView(schema.View{Name: other}))
	default:
		want = d.SQL("SELECT count() FROM {live} WHERE load_id < {kept_line}", db.Args{
			"live": db.SQL(d.Name(liveView(schema.Table{Name: v.Rows}))), "kept_line": FactsLineSQL(d),
		})
	}
	return db.SQL(d.SQL(`
SELECT
    ({kept}) AS kept,
    ({want}) AS live`, db.Args{"kept": db.SQL(ofKeptSQL(d, "count()", filledView(v))), "want": db.SQL(want)}))
}

// ofKeptSQL selects a figure of the rows that are kept in a table, or that a view reads.
func ofKeptSQL(d *db.DB, figure, from string) string {
	return d.SQL("SELECT {figure} FROM {from} WHERE fill IN {fills} AND {seen}", db.Args{
		"figure": db.SQL(figure), "from": db.SQL(d.Name(from)), "fills": FillsSQL(d), "seen": SeenSQL(d),
	})
}

// readsLive says whether a kept view reads the live rows of a table.
func readsLive(t schema.Table, views []schema.View) bool {
	return slices.ContainsFunc(kept(views), func(v schema.View) bool {
		return strings.Contains(v.Query, "{"+liveView(t)+"}")
	})
}
