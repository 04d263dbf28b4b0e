package transform_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/schema"
	"callrecords/transform"
)

func aPhoneDay(f schema.Family) schema.Owner {
	o := aDay()
	o.Family, o.RecordID = f.Name, f.Name+"/2026-01-02"
	return o
}

// readDay flattens a day, given as the rows of its pages.
func readDay(t *testing.T, f schema.Family, pages ...string) (tables, schema.Load) {
	t.Helper()
	b, got := transform.NewBatch(f), tables{}
	r := b.Record(aPhoneDay(f))
	for i, rows := range pages {
		kind := f.Pages[min(i, 1)].Kind
		if err := r.Page(schema.Page{Kind: kind, Body: []byte(`{"@odata.count":1,"value":[` + rows + `]}`)}); err != nil {
			t.Fatal(err)
		}
	}
	load := r.Close()
	got.take(b)
	return got, load
}

func TestRowsOfALogAreToldApartById(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pages []string
		want  []string
	}{
		"twice on a page":       {[]string{`{"id":"a"},{"id":"b"},{"id":"a"},{"id":"c"}`}, []string{"a", "b", "c"}},
		"again on the next one": {[]string{`{"id":"a"},{"id":"b"}`, `{"id":"b"},{"id":"c"}`}, []string{"a", "b", "c"}},
		"without an id":         {[]string{`{"callId":"x"},{"callId":"x"},{"id":null}`}, []string{"", "", ""}},
		"an empty day":          {[]string{``}, nil},
		// Two members of one name: the page is read twice, and the last one counts.
		"read a second time": {[]string{`{"id":"a"},{"id":"b"},{"id":"b"}],"value":[{"id":"b"},{"id":"c"},{"id":"b"}`}, []string{"b", "c"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, load := readDay(t, schema.PstnCalls, c.pages...)
			var ids []string
			for i, row := range got["pstn_calls"] {
				ids = append(ids, row["id"].(string))
				if row["call_index"] != int64(i) {
					t.Errorf("row %d: got position %v", i, row["call_index"])
				}
			}
			if len(ids) != len(c.want) || load.Counts["pstn_calls"] != uint64(len(c.want)) {
				t.Fatalf("got %q, declared %v, want %q", ids, load.Counts, c.want)
			}
			for i := range ids {
				if ids[i] != c.want[i] {
					t.Fatalf("got %q, want %q", ids, c.want)
				}
			}
			if days := got["pstn_days"]; len(days) != 1 || days[0]["call_count"] != int64(len(c.want)) {
				t.Errorf("got days %v, want one of %d calls", days, len(c.want))
			}
		})
	}
}

func TestARowThatCannotBeReadIsSetAsideAndTheOthersAreIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pages []string
		want  []string // ids
		aside []string
	}{
		"an id that is no text": {[]string{`{"id":"a"},{"id":7,"charge":1},{"id":"c"}`}, []string{"a", "c"},
			[]string{`page 0, /value/1: key "7": a number where text belongs`}},
		"no object": {[]string{`7,{"id":"b"}`, `{"id":"c"},null,"d",["e"]`}, []string{"b", "c"},
			[]string{"page 0, /value/0: a number where an object belongs", "page 1, /value/1: null where an object belongs",
				"page 1, /value/2: text where an object belongs", "page 1, /value/3: an array where an object belongs"}},
		// Two members of one name: the page is read twice, and what is wrong is told once.
		"read a second time": {[]string{`5,{"id":"a","charge":1,"charge":2},{"id":{}}`}, []string{"a"},
			[]string{"page 0, /value/0: a number where", `page 0, /value/2: key "{}": an object where text belongs`}},
		"a start that is none costs itself": {[]string{`{"id":"a","startDateTime":"today"}`}, []string{"a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, load := readDay(t, schema.PstnCalls, c.pages...)
			var ids []string
			for i, row := range got["pstn_calls"] {
				ids = append(ids, row["id"].(string))
				if row["call_index"] != int64(i) {
					t.Errorf("row %d: got position %v", i, row["call_index"])
				}
			}
			if !slices.Equal(ids, c.want) || load.Counts["pstn_calls"] != uint64(len(c.want)) {
				t.Errorf("got %q, declared %v, want %q", ids, load.Counts, c.want)
			}
			if load.Aside.Rows != uint64(len(c.aside)) || len(load.Aside.Named) != len(c.aside) {
				t.Fatalf("got aside %+v, want %q", load.Aside, c.aside)
			}
			for i, want := range c.aside {
				if !strings.HasPrefix(load.Aside.Named[i], want) {
					t.Errorf("got aside %q, want %q", load.Aside.Named[i], want)
				}
			}
		})
	}
}

func TestRowsSetAsideAreNamedUpToABound(t *testing.T) {
	t.Parallel()
	_, load := readDay(t, schema.PstnCalls, strings.Repeat("1,", 5000)+`{"id":"a"}`)
	text := load.Aside.String()
	if load.Aside.Rows != 5000 || load.Counts["pstn_calls"] != 1 || !strings.HasPrefix(text, "5000 rows set aside: page 0, /value/0: ") ||
		!strings.HasSuffix(text, "; and more") || len(text) > 2000 {
		t.Errorf("got %d rows aside and %q", load.Aside.Rows, text)
	}
}

func TestChargesAreDecimals(t *testing.T) {
	t.Parallel()
	got, load := readDay(t, schema.PstnCalls,
		`{"id":"a","charge":0.1,"connectionCharge":12},{"id":"b","charge":"1.25","connectionCharge":null},
		{"id":"c","charge":0.00000001}`)
	rows := got["pstn_calls"]
	for i, want := range []struct {
		charge, connection any
		unknown            string
	}{{"0.100000", "12.000000", ""}, {"1.250000", nil, ""}, {nil, nil, `{"charge":0.00000001}`}} {
		row := rows[i]
		if row["charge"] != want.charge || row["connection_charge"] != want.connection ||
			row["unknown_properties"] != want.unknown {
			t.Errorf("row %d: got %v, want %v", i, row, want)
		}
	}
	if load.Unread.Values != 1 {
		t.Errorf("got %d values that were not read, want 1", load.Unread.Values)
	}
}

func TestRowsOfDirectRoutingAsGraphWritesThem(t *testing.T) {
	t.Parallel()
	got, _ := readDay(t, schema.DirectRoutingCalls, `{"id":"a","startDateTime":"2026-01-02T00:00:25.1051234Z",
		"failureDateTime":"0001-01-01T00:00:00Z","endDateTime":null,"finalSipCode":0,"callEndSubReason":540000,
		"successfulCall":true,"mediaBypassEnabled":false,"userId":"","novel":7}`)
	rows := got["direct_routing_calls"]
	if len(rows) != 1 {
		t.Fatalf("got %d rows, want 1", len(rows))
	}
	for column, want := range map[string]any{
		"start_date_time":   time.Date(2026, 1, 2, 0, 0, 25, 105123400, time.UTC),
		"failure_date_time": nil, "end_date_time": nil, "invite_date_time": nil,
		"final_sip_code": int64(0), "call_end_sub_reason": int64(540000), "duration": nil,
		"successful_call": true, "media_bypass_enabled": false, "user_id": "",
		"unknown_properties": `{"novel":7}`, "record_id": "direct_routing_calls/2026-01-02",
	} {
		if got := rows[0][column]; got != want {
			t.Errorf("%s: got %v, want %v", column, got, want)
		}
	}
}
