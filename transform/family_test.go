package transform_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"callrecords/schema"
	"callrecords/transform"
)

// The pages of the made-up family: a day of calls is a record.
const (
	firstCalls schema.PageKind = "calls"
	moreCalls  schema.PageKind = "more calls"
)

// Columns of the made-up family.
var (
	callOwner = []schema.Column{
		{Name: "tenant_id", Kind: schema.KindKeyword, Source: schema.SourceConfig},
		{Name: "record_id", Kind: schema.KindText, Source: schema.SourceListed},
		{Name: "version", Kind: schema.KindUInt64, Source: schema.SourceListed},
		{Name: "day", Kind: schema.KindStart, Source: schema.SourceListed},
	}
	callColumns = append(callOwner[:4:4], []schema.Column{
		{Name: "call_index", Kind: schema.KindUInt32, Source: schema.SourcePosition},
		{Name: "call_id", Kind: schema.KindText, Source: "value[].id"},
		{Name: "hop_ports", Kind: schema.KindInt32s, Source: "value[].hops[].port"},
		{Name: "rates", Kind: schema.KindInt32s, Source: "value[].rates"},
		{Name: "unknown_properties", Kind: schema.KindText, Source: schema.SourceUnknown},
		{Name: "exported_at", Kind: schema.KindMillis, Source: schema.SourceClock},
	}...)
)

// dayOfCalls is a family of two levels whose root knows only what was listed.
func dayOfCalls() schema.Family {
	return schema.Family{
		Name:   "made_up_calls",
		Levels: []schema.Level{{}, {Path: "value[]", Position: "call_index"}},
		Tables: []schema.Table{
			{Name: "days", Start: "day", Columns: append(callOwner[:4:4],
				schema.Column{Name: "calls", Kind: schema.KindUInt32, Source: schema.SourceCounted})},
			{Name: "calls", RowPath: "value[]", Counter: "calls", Start: "day", Columns: callColumns},
		},
		Pages: []schema.PageForm{
			{Kind: firstCalls, Arrays: map[string]string{"value": "value[]"}},
			{Kind: moreCalls, Arrays: map[string]string{"value": "value[]"}},
		},
	}
}

// callsAlone is the same family without a table of the days.
func callsAlone() schema.Family {
	f := dayOfCalls()
	f.Tables = []schema.Table{f.Tables[1]}
	f.Tables[0].Counter = ""
	return f
}

// aDay is the owner of a record of the made-up families.
func aDay() schema.Owner {
	return schema.Owner{
		Family: "made_up_calls", TenantID: "tenant", RecordID: "2026-01-02", Version: 5,
		Start: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), LoadID: 7, ExportedAt: exportedAt,
	}
}

// dayPages have three calls, the last of them on a further page.
func dayPages() []schema.Page {
	return []schema.Page{
		{Kind: firstCalls, Body: []byte(`{"@odata.context":"x","@odata.count":3,"novel":1,
			"value":[{"id":"a","hops":[{"port":1},null,{"port":3}],"rates":[1,null]},{"id":"b","charge":0.5}]}`)},
		{Kind: moreCalls, Body: []byte(`{"value":[{"id":"c","hops":[{"port":"NaN","up":true}],"rates":[4,"INF"]}]}`)},
	}
}

func TestEveryFamilyIsFlattened(t *testing.T) {
	t.Parallel()
	owned := map[string]any{
		"tenant_id": "tenant", "record_id": "2026-01-02", "version": int64(5), "load_id": int64(7),
		"day": aDay().Start,
	}
	calls := []map[string]any{
		{"call_index": int64(0), "call_id": "a", "unknown_properties": "",
			"hop_ports": []any{int64(1), nil, int64(3)}, "rates": []any{int64(1), nil}},
		{"call_index": int64(1), "call_id": "b", "unknown_properties": `{"charge":0.5}`,
			"hop_ports": []any{}, "rates": []any{}},
		{"call_index": int64(2), "call_id": "c", "unknown_properties": `{"hops[0].port":"NaN","hops[0].up":true,"rates[1]":"INF"}`,
			"hop_ports": []any{nil}, "rates": []any{int64(4), nil}},
	}
	for _, row := range calls {
		maps.Copy(row, owned)
		row["exported_at"] = exportedAt
	}
	day := map[string]any{"calls": int64(3)}
	maps.Copy(day, owned)
	for name, c := range map[string]struct {
		family schema.Family
		rows   tables
		counts schema.Counts
	}{
		"root with a table": {dayOfCalls(), tables{"days": {day}, "calls": calls}, schema.Counts{"days": 1, "calls": 3}},
		"root without one":  {callsAlone(), tables{"calls": calls}, schema.Counts{"calls": 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, got := transform.NewBatch(c.family), tables{}
			r := b.Record(aDay())
			for _, p := range dayPages() {
				if err := r.Page(p); err != nil {
					t.Fatal(err)
				}
			}
			load := r.Close()
			got.take(b)
			sameRows(t, got, c.rows)
			if !maps.Equal(load.Counts, c.counts) {
				t.Errorf("got counts %v, want %v", load.Counts, c.counts)
			}
			if load.RecordID != "2026-01-02" {
				t.Errorf("got record %s, want 2026-01-02", load.RecordID)
			}
			if load.Version != 5 {
				t.Errorf("got version %d, want 5", load.Version)
			}
			if !load.Start.Equal(aDay().Start) {
				t.Errorf("got start %v, want %v", load.Start, aDay().Start)
			}
			if load.Family != "made_up_calls" {
				t.Errorf("got family %s, want made_up_calls", load.Family)
			}
		})
	}
}

// sameRows holds rows of any tables against those that they should be.
func sameRows(t *testing.T, got, want tables) {
	t.Helper()
	for table := range want {
		if len(got[table]) != len(want[table]) {
			t.Fatalf("got %d rows of %s, want %d", len(got[table]), table, len(want[table]))
		}
		for i, row := range want[table] {
			if len(got[table][i]) != len(row) {
				t.Errorf("%s[%d]: got %d columns, want %d", table, i, len(got[table][i]), len(row))
			}
			for column, w := range row {
				c := schema.Column{Source: schema.SourceListed}
				if column == "unknown_properties" {
					c.Source = schema.SourceUnknown
				}
				if g := got[table][i][column]; !same(c, g, w) {
					t.Errorf("%s[%d].%s: got %#v, want %#v", table, i, column, g, w)
				}
			}
		}
	}
	for table := range got {
		if want[table] == nil {
			t.Errorf("got rows of %s, want none", table)
		}
	}
}

func TestPageOfAnotherFamilyIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page schema.Page
		want string
	}{
		"kind of another family": {recordPage(document("r")), "unknown kind"},
		"further page first":     {schema.Page{Kind: moreCalls, Body: []byte(`{"value":[]}`)}, "out of order"},
		"no array":               {schema.Page{Kind: firstCalls, Body: []byte(`{"error":{}}`)}, "without the array value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := transform.NewBatch(dayOfCalls()).Record(aDay()).Page(c.page)
			var m *transform.Malformed
			if !errors.As(err, &m) {
				t.Fatalf("got %T, want a *Malformed", err)
			}
			if !strings.Contains(m.Error(), c.want) {
				t.Errorf("got %s, want something with %q", m, c.want)
			}
		})
	}
}

// leaflets is a family in which two levels after one another make no rows of
// their own: a box of a shelf, and a folder of a box.
func leaflets() schema.Family {
	const box, folder, leaf = "boxes[]", "boxes[].folders[]", "boxes[].folders[].leaves[]"
	return schema.Family{
		Name: "leaflets",
		Levels: []schema.Level{
			{},
			{Path: box, Position: "box", Prefix: "box."},
			{Path: folder, Position: "folder", Prefix: "folder."},
			{Path: leaf, Position: "leaf"},
		},
		Tables: []schema.Table{{Name: "leaves", RowPath: leaf, Start: "start", Columns: []schema.Column{
			{Name: "record_id", Kind: schema.KindText, Source: "id"},
			{Name: "version", Kind: schema.KindUInt64, Source: "version"},
			{Name: "start", Kind: schema.KindStart, Source: "startDateTime"},
			{Name: "box", Kind: schema.KindUInt32, Source: schema.SourcePosition},
			{Name: "folder", Kind: schema.KindUInt32, Source: schema.SourcePosition},
			{Name: "leaf", Kind: schema.KindUInt32, Source: schema.SourcePosition},
			{Name: "label", Kind: schema.KindText, Source: box + ".label"},
			{Name: "text", Kind: schema.KindText, Source: leaf + ".text"},
			{Name: "unknown_properties", Kind: schema.KindText, Source: schema.SourceUnknown},
		}}},
		Pages: []schema.PageForm{{Kind: schema.PageRecord}},
	}
}

func TestLevelWithoutTableMakesARowOfItsChild(t *testing.T) {
	t.Parallel()
	b, got := transform.NewBatch(leaflets()), tables{}
	read(t, b, schema.Page{Kind: schema.PageRecord, Body: []byte(`{"id":"r","version":1,"startDateTime":"2026-01-02T00:00:00Z","boxes":[
		{"label":"full","wide":1,"folders":[
			{"red":2,"leaves":[{"text":"x","torn":3},{"text":"y"}]},
			{"blue":4}]},
		{"label":"empty","old":5}]}`)})
	got.take(b)
	row := func(box, folder, leaf int64, label, text, unknown string) map[string]any {
		return map[string]any{"record_id": "r", "version": int64(1), "start": time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
			"box": box, "folder": folder, "leaf": leaf, "label": label, "text": text, "unknown_properties": unknown, "load_id": int64(7)}
	}
	sameRows(t, got, tables{"leaves": {
		row(0, 0, 0, "full", "x", `{"box.wide":1,"folder.red":2,"torn":3}`),
		row(0, 0, 1, "full", "y", `{"box.wide":1,"folder.red":2}`),
		row(0, 1, 0, "full", "", `{"box.wide":1,"folder.blue":4}`),
		row(1, 0, 0, "empty", "", `{"box.old":5}`),
	}})
}
