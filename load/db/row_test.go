package db_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/schema"
)

// taking is an engine that keeps what is inserted, as JSON.
type taking struct {
	engine.Engine
	got string
}

func (e *taking) Insert(_ context.Context, b engine.Block) (int64, error) {
	text, err := b.Rows.MarshalJSON()
	e.got += strings.Join(strings.Fields(string(text)), "")
	return b.Rows.NumRows(), err
}

func TestRowIsWrittenByColumnNames(t *testing.T) {
	t.Parallel()
	table := db.Table{Name: "things", Columns: []schema.Column{
		{Name: "name", Kind: schema.KindText}, {Name: "tenant", Kind: schema.KindKeyword}, {Name: "n", Kind: schema.KindUInt64},
	}}
	for name, c := range map[string]struct {
		rows []db.Row
		want string // what is inserted
		err  string // what the error says
	}{
		"no rows": {nil, "", ""},
		"all columns": {[]db.Row{{"name": "a", "tenant": "t", "n": uint64(1)}},
			`[{"n":1,"name":"a","tenant":"t"}]`, ""},
		"the rest is neutral": {[]db.Row{{"n": uint64(1)}}, `[{"n":1,"name":"","tenant":""}]`, ""},
		"a column that the table has not": {[]db.Row{{"name": "a"}, {"name": "b", "nmae": "c"}},
			"", "things row 1 has columns that the table has not"},
		"only such a column": {[]db.Row{{"at": time.Time{}}}, "", "things row 0 has columns that the table has not"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &taking{}
			err := db.New(e, db.Objects{Tables: []db.Table{table}}, db.Options{Database: "cr"}).Write(t.Context(), table, c.rows)
			if c.err == "" && err != nil {
				t.Fatalf("got error %v, want none", err)
			}
			if c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("got error %v, want %s", err, c.err)
			}
			if e.got != c.want {
				t.Errorf("inserted: got %s, want %s", e.got, c.want)
			}
		})
	}
}

// A column that has no NULL gets none, and a tuple the values that lose against every other.
func TestWhatIsNotKnownIsNeutral(t *testing.T) {
	t.Parallel()
	table := db.Table{Name: "things", Columns: []schema.Column{
		{Name: "began", Kind: schema.KindMillis},
		{Name: "ended", Kind: schema.KindTime},
		{Name: "n", Kind: schema.KindUInt64},
	}}
	want := `[{"began":"1970-01-0100:00:00Z","ended":null,"n":0}]`
	for name, row := range map[string]db.Row{
		"not there":     {},
		"nil":           {"began": nil, "ended": nil, "n": nil},
		"the zero time": {"began": time.Time{}, "ended": time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &taking{}
			if err := db.New(e, db.Objects{Tables: []db.Table{table}}, db.Options{Database: "cr"}).Write(t.Context(), table, []db.Row{row}); err != nil {
				t.Fatal(err)
			}
			if e.got != want {
				t.Errorf("inserted: got %s, want %s", e.got, want)
			}
		})
	}
}
