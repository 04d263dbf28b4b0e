package db_test

import (
	"testing"
	"time"

	"callrecords/load/db"
)

// objects are three tables, one of them on all nodes of a cluster, and two views to name.
var objects = db.Objects{
	Tables: []db.Table{{Name: "ledger", Shard: "id"}, {Name: "loads", Shard: "id"}, {Name: "places"}},
	Public: []string{"streams"},
	Inner:  []string{"commits"},
}

// on is a warehouse's databases on one node, or on a cluster. It has no engine.
func on(cluster string) *db.DB {
	return db.New(nil, objects, db.Options{Database: "cr", Cluster: cluster})
}

func TestTemplateNamesTablesAndSpellsValues(t *testing.T) {
	t.Parallel()
	const record = "SELECT {id} AS id"
	for name, c := range map[string]struct {
		template string
		args     db.Args
		want     string
	}{
		"no placeholder":      {"SELECT 1", nil, "SELECT 1"},
		"a table":             {"FROM {ledger}", nil, "FROM `cr_store`.`ledger`"},
		"a view in the store": {"FROM {commits}", nil, "FROM `cr_store`.`commits`"},
		"a view of analysts":  {"FROM {streams}", nil, "FROM `cr`.`streams`"},
		"a table and an argument": {"FROM {loads} WHERE id = {id}", db.Args{"id": "a"},
			"FROM `cr_store`.`loads` WHERE id = 'a'"},
		"an argument, twice":    {"{n} + {n}", db.Args{"n": 1}, "1 + 1"},
		"an unknown name stays": {"SELECT {other}", db.Args{"n": 1}, "SELECT {other}"},
		"a map's braces stay":   {"SELECT {'a': 1}", nil, "SELECT {'a': 1}"},
		"text like a table":     {record, db.Args{"id": "{ledger}"}, "SELECT '{ledger}' AS id"},
		"text like an argument": {"SELECT {id}, {tenant}", db.Args{"id": "{tenant}", "tenant": "{id}"},
			"SELECT '{tenant}', '{id}'"},
		"text with quotes": {record, db.Args{"id": `a'b\{id}`}, `SELECT 'a\'b\\{id}' AS id`},
		"a list of such texts": {"IN ({ids})", db.Args{"ids": []string{"{ids}", "it's", "{loads}"}},
			`IN ('{ids}', 'it\'s', '{loads}')`},
		"a condition as it is": {"WHERE {only}", db.Args{"only": db.SQL("a = '{only}' AND b")},
			"WHERE a = '{only}' AND b"},
		"a piece that holds a text like a table": {"FROM {loads} WHERE {only}",
			db.Args{"only": db.OfRecords("{loads}", []string{"{only}"})},
			"FROM `cr_store`.`loads` WHERE tenant_id = '{loads}' AND record_id IN ('{only}')"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := on("").SQL(c.template, c.args); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// A piece is made by one template and stands in another: what its texts look
// like must not matter at either step.
func TestTemplatesNest(t *testing.T) {
	t.Parallel()
	d := on("")
	within := db.SQL(d.SQL("tenant_id = {tenant}", db.Args{"tenant": "{within} {commits}"}))
	done := db.SQL(d.SQL("id IN (SELECT id FROM {loads} WHERE {within})", db.Args{"within": within}))
	got := d.SQL("SELECT 1 FROM {ledger} WHERE {within} AND {done}", db.Args{"within": within, "done": done})
	const tenant = "tenant_id = '{within} {commits}'"
	want := "SELECT 1 FROM `cr_store`.`ledger` WHERE " + tenant +
		" AND id IN (SELECT id FROM `cr_store`.`loads` WHERE " + tenant + ")"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNamesDependOnThePlacement(t *testing.T) {
	t.Parallel()
	const template = "{loads} {commits} {streams} {places}"
	for name, c := range map[string]struct {
		d    *db.DB
		want string
	}{
		"one node":  {on(""), "`cr_store`.`loads` `cr_store`.`commits` `cr`.`streams` `cr_store`.`places`"},
		"a cluster": {on("main"), "`cr_store`.`loads` `cr_store`.`commits` `cr`.`streams` `cr_store`.`places`"},
		"one shard of it": {on("main").OnShard(),
			"`cr_store`.`loads_local` `cr_store`.`commits_local` `cr_store`.`streams_local` `cr_store`.`places`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.d.SQL(template, nil); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestLiteralIsSpelledByType(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("east", 2*60*60)
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"text":         {"it's", `'it\'s'`},
		"empty text":   {"", "''"},
		"int":          {-7, "-7"},
		"uint64":       {uint64(1<<64 - 1), "18446744073709551615"},
		"piece of SQL": {db.SQL("a = 'b'"), "a = 'b'"},
		"instant": {time.Date(2026, 3, 4, 12, 0, 0, 123456700, time.UTC),
			"toDateTime64('2026-03-04 12:00:00.1234567', 7, 'UTC')"},
		"instant elsewhere": {time.Date(2026, 3, 4, 1, 0, 0, 0, east),
			"toDateTime64('2026-03-03 23:00:00.0000000', 7, 'UTC')"},
		"texts":      {[]string{"a", "b'"}, `'a', 'b\''`},
		"no texts":   {[]string{}, "NULL"},
		"nil texts":  {[]string(nil), "NULL"},
		"numbers":    {[]uint64{1, 2}, "1, 2"},
		"no numbers": {[]uint64{}, "NULL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := db.Literal(c.value); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
