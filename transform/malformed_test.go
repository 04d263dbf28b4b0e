package transform_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"callrecords/schema"
	"callrecords/transform"
	"callrecords/transform/oracle"
)

// header begins a record that is well until there.
const header = `{"id":"bad","version":1,"startDateTime":"2026-01-02T03:04:05Z"`

// inRecord is a record with something after its header.
func inRecord(rest string) schema.Page { return recordPage([]byte(header + rest)) }

// inStream is a record with something in its second stream.
func inStream(members string) schema.Page {
	return inRecord(`,"sessions":[{"segments":[{"media":[{"streams":[{"streamId":"1"},{` + members + `}]}]}]}]}`)
}

// malformed are pages that cannot be flattened, where they are bad, and what
// is said about it.
var malformed = []struct {
	name   string
	before []schema.Page // read well before
	page   schema.Page
	path   string
	reason string
}{
	{"empty", nil, recordPage(nil), "", "EOF"},
	{"not JSON", nil, recordPage([]byte("<html>")), "", "invalid character '<'"},
	{"an array", nil, recordPage([]byte("[]")), "", "an array where an object belongs"},
	{"null", nil, recordPage([]byte("null")), "", "null where an object belongs"},
	{"truncated in the header", nil, recordPage([]byte(header)), "/startDateTime", "unexpected EOF"},
	{"truncated in a text", nil, inRecord(`,"type":"grou`), "/type", "unexpected EOF"},
	{"truncated in a name", nil, inRecord(`,"ty`), "/startDateTime", "unexpected EOF"},
	{"truncated in a stream", nil, inRecord(`,"sessions":[{"segments":[{"media":[{"streams":[{"streamId":"1"`), "/sessions/0/segments/0/media/0/streams/0/streamId", "unexpected EOF"},
	{"truncated in an unknown value", nil, inRecord(`,"x":{"a":[1,`), "/x", "unexpected EOF"},
	{"data after the end", nil, inRecord(`} {}`), "", "data after the end"},
	{"a brace after the end", nil, inRecord(`}}`), "", "data after the end"},
	{"no comma", nil, inRecord(` "type":"x"}`), "/startDateTime", "invalid character"},
	{"a raw control character", nil, inRecord(",\"type\":\"a\nb\"}"), "/type", "invalid character"},

	{"no id", nil, recordPage([]byte(`{"version":1,"startDateTime":"2026-01-02T03:04:05Z"}`)), "", "without an id"},
	{"null as id", nil, recordPage([]byte(`{"id":null,"version":1,"startDateTime":"2026-01-02T03:04:05Z"}`)), "", "without an id"},
	{"another id", nil, recordPage([]byte(`{"id":"good","version":1,"startDateTime":"2026-01-02T03:04:05Z"}`)), "", `has the id "good"`},
	{"another id, very long", nil, recordPage([]byte(`{"id":"` + strings.Repeat("x", 1e5) + `","version":1,"startDateTime":"2026-01-02T03:04:05Z"}`)), "", "has the id"},
	{"an error below a very long name", nil, inRecord(`,"` + strings.Repeat("é", 1e5) + `":[\u0000]}`), "/" + strings.Repeat("é", 99) + "…", "invalid"},
	{"no version", nil, recordPage([]byte(`{"id":"bad","startDateTime":"2026-01-02T03:04:05Z"}`)), "", "without a version"},
	{"negative version", nil, recordPage([]byte(`{"id":"bad","version":-1}`)), "/version", "whole number from 0"},
	{"no start", nil, recordPage([]byte(`{"id":"bad","version":1}`)), "", "without a startDateTime"},
	{"start in year 1", nil, recordPage([]byte(`{"id":"bad","version":1,"startDateTime":"0001-01-01T00:00:00Z"}`)), "", "without a startDateTime"},

	{"a version of a fraction", nil, recordPage([]byte(`{"id":"bad","version":1.5}`)), "/version", "whole number from 0"},
	{"a version out of range", nil, recordPage([]byte(`{"id":"bad","version":9223372036854775808}`)), "/version", "whole number from 0"},
	{"a version that is no number", nil, recordPage([]byte(`{"id":"bad","version":"NaN"}`)), "/version", "no number"},
	{"an array as version", nil, recordPage([]byte(`{"id":"bad","version":[1]}`)), "/version", "an array where a number belongs"},
	{"a start that is none", nil, recordPage([]byte(`{"id":"bad","version":1,"startDateTime":"yesterday"}`)), "/startDateTime", "not an instant"},
	{"a start out of range", nil, recordPage([]byte(`{"id":"bad","version":1,"startDateTime":"9999-12-31T23:59:59Z"}`)), "/startDateTime", "out of the warehouse's range"},
	{"a number as start", nil, recordPage([]byte(`{"id":"bad","version":1,"startDateTime":5}`)), "/startDateTime", "a number where text belongs"},
	{"an id of 3 MB", nil, recordPage([]byte(`{"id":"` + strings.Repeat("x", 3<<20) + `"}`)), "/id", "over the bound"},
	{"a number as id", nil, recordPage([]byte(`{"id":5}`)), "/id", "a number where text belongs"},
	{"an object where an array belongs", nil, inRecord(`,"sessions":{}}`), "/sessions", "an object where an array belongs"},

	{"unknown value nested 10,000 deep", nil, inRecord(`,"x":` + strings.Repeat("[", 1e4) + strings.Repeat("]", 1e4) + `}`), "/x", "depth"},
	{"annotation nested 10,000 deep", nil, inRecord(`,"x@y":` + strings.Repeat("[", 1e4) + strings.Repeat("]", 1e4) + `}`), "/x@y" + strings.Repeat("/0", 98) + "…", "depth"},

	{"participants under two names", []schema.Page{inRecord("}")}, participantsPage([]byte(`{"value":[],"participants_v2":[]}`)), "/participants_v2", "second of its kind"},
	{"a name twice, then not JSON", nil, inRecord(`,"type":"a","type":"b","x":[}`), "/x", "invalid character"},
	{"text where an array belongs", nil, inRecord(`,"sessions":"none"}`), "/sessions", "text where an array belongs"},
	{"an array as a session", nil, inRecord(`,"sessions":[[]]}`), "/sessions/0", "an array where an object belongs"},
	{"text as a media", nil, inRecord(`,"sessions":[{"segments":[{"media":["x"]}]}]}`), "/sessions/0/segments/0/media/0", "text where an object belongs"},
	{"null as the first session", nil, inRecord(`,"sessions":[null]}`), "/sessions/0", "null where an object belongs"},
	{"null as a later session", nil, inRecord(`,"sessions":[{"id":"s"},null]}`), "/sessions/1", "null where an object belongs"},
	{"null as a stream", nil, inRecord(`,"sessions":[{"segments":[{"media":[{"streams":[{},null]}]}]}]}`), "/sessions/0/segments/0/media/0/streams/1", "null where an object belongs"},

	{"sessions before the record", nil, sessionsPage([]byte(`{"value":[]}`)), "", "out of order"},
	{"the record twice", []schema.Page{inRecord("}")}, inRecord("}"), "", "out of order"},
	{"a page of no known kind", []schema.Page{inRecord("}")}, schema.Page{Kind: "odd", Body: []byte("{}")}, "", "unknown kind"},
	{"sessions without a value", []schema.Page{inRecord("}")}, sessionsPage([]byte(`{"sessions":[]}`)), "", "without the array value"},
	{"null as value", []schema.Page{inRecord("}")}, sessionsPage([]byte(`{"value":null}`)), "", "without the array value"},
	{"participants without any", []schema.Page{inRecord("}")}, participantsPage([]byte(`{"id":"bad"}`)), "", "without the array participants_v2 or value"},
	{"an error instead of a page", []schema.Page{inRecord("}")}, sessionsPage([]byte(`{"error":{"code":"x"}}`)), "", "without the array value"},
	{"null in a later page", []schema.Page{inRecord("}")}, sessionsPage([]byte(`{"value":[{"segments":[null]}]}`)), "/value/0/segments/0", "null where an object belongs"},
}

func TestMalformedPageIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range malformed {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := transform.NewBatch(schema.CallRecords)
			err := readBad(t, b, c.before, c.page)
			var m *transform.Malformed
			if !errors.As(err, &m) {
				t.Fatalf("got %T %v, want a *Malformed", err, err)
			}
			if m.RecordID != "bad" {
				t.Errorf("got record %q, want bad", m.RecordID)
			}
			if m.Page != len(c.before) {
				t.Errorf("got page %d, want %d", m.Page, len(c.before))
			}
			if m.Path != c.path {
				t.Errorf("got path %q, want %q", m.Path, c.path)
			}
			if !strings.Contains(m.Err.Error(), c.reason) {
				t.Errorf("got %.400q, want something with %q", m.Err, c.reason)
			}
			if got := len(m.Error()); got > 500 {
				t.Errorf("got %d bytes of text, want 500 at most", got)
			}
			if end := int64(len(c.page.Body)); m.Offset < 0 || m.Offset > end {
				t.Errorf("got offset %d, want one from 0 to %d", m.Offset, end)
			}
		})
	}
}

// readBad begins the bad record, reads the pages before the bad one, and
// returns what the bad one gives.
func readBad(t *testing.T, b *transform.Batch, before []schema.Page, bad schema.Page) error {
	t.Helper()
	r := b.Record(schema.Owner{TenantID: "tenant", RecordID: "bad", LoadID: 8})
	for _, p := range before {
		if err := r.Page(p); err != nil {
			t.Fatal(err)
		}
	}
	return r.Page(bad)
}

func TestMalformedPageLeavesTheOthersWhole(t *testing.T) {
	t.Parallel()
	records, want := some(t, 4)
	for _, c := range malformed {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b, got := transform.NewBatch(schema.CallRecords), tables{}
			interleaved(t, b, records, func() {
				if err := readBad(t, b, c.before, c.page); err == nil {
					t.Fatal("the page was read")
				}
			})
			got.take(b) // panics unless the columns are of equal length
			compare(t, got.without(8), want)
		})
	}
}

// without leaves the rows of a load out.
func (from tables) without(load int64) tables {
	kept := tables{}
	for table, rows := range from {
		for _, row := range rows {
			if row["load_id"] != load {
				kept[table] = append(kept[table], row)
			}
		}
	}
	return kept
}

func TestEmptyTextIsNothing(t *testing.T) {
	t.Parallel()
	page := inStream(`"averageJitter":"","endDateTime":"","packetUtilization":"","averagePacketLossRate":"","audioCodec":""`)
	row := flattened(t, page)["streams"][1]
	for column, want := range map[string]any{
		"average_jitter_ms": nil, "end_date_time": nil, "packet_utilization": nil, "average_packet_loss_rate": nil, "audio_codec": "",
	} {
		t.Run(column, func(t *testing.T) {
			if got := row[column]; got != want {
				t.Errorf("got %#v, want %#v", got, want)
			}
		})
	}
}

func TestMalformedSaysWhichRecordAndWhere(t *testing.T) {
	t.Parallel()
	reason := errors.New("no number")
	m := &transform.Malformed{RecordID: "r", Page: 2, Path: "/value/0/id", Offset: 17, Err: reason}
	if got, want := m.Error(), `record r, page 2, at "/value/0/id" (byte 17): no number`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !errors.Is(m, reason) {
		t.Errorf("got %v, want the reason in it", m.Unwrap())
	}
}

func FuzzPage(f *testing.F) {
	for _, c := range malformed {
		if len(c.page.Body) < 1000 {
			f.Add(c.page.Body)
		}
	}
	for seed := range uint64(4) {
		f.Add(newGenerator(f, seed).record("bad"))
	}
	f.Add(document("bad"))
	for _, c := range misfits {
		if page := c.page(c.member); len(page.Body) < 1000 {
			f.Add(page.Body)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		b := transform.NewBatch(schema.CallRecords)
		for _, kind := range []schema.PageKind{schema.PageRecord, schema.PageSessions, schema.PageParticipants} {
			r := b.Record(owner())
			if kind != schema.PageRecord {
				r.Page(inRecord("}"))
			}
			err := r.Page(schema.Page{Kind: kind, Body: body})
			var m *transform.Malformed
			if err != nil && !errors.As(err, &m) {
				t.Errorf("%T, want a *Malformed", err)
			}
			r.Close()
		}
		rows := tables{}
		rows.take(b) // panics unless the columns are of equal length
		keepsParsing(t, rows)
		agrees(t, body)
	})
}

// agrees holds that a document that is JSON becomes what the oracle makes of it:
// it is refused for its structure and its keys alone.
func agrees(t *testing.T, body []byte) {
	t.Helper()
	if !json.Valid(body) || bytes.Count(body, []byte("["))+bytes.Count(body, []byte("{")) > 64 {
		return // the oracle knows no bound
	}
	if bytes.Contains(bytes.ToLower(body), []byte("nextlink")) {
		return // nor pages
	}
	want, refused := oracleOf(t).Rows(body, oracle.Owner{TenantID: "tenant", ExportedAt: exportedAt})
	b, got := transform.NewBatch(schema.CallRecords), tables{}
	r := b.Record(owner())
	err := r.Page(recordPage(body))
	if errors.Is(err, schema.ErrRecordID) {
		return // nor which ids are none
	}
	if (err != nil) != (refused != nil) {
		t.Fatalf("got %v, the oracle says %v", err, refused)
	}
	if refused == nil {
		r.Close()
		got.take(b)
		compare(t, got, want)
	}
}

// keepsParsing holds that unknown_properties are JSON in every row.
func keepsParsing(t *testing.T, rows tables) {
	t.Helper()
	for table, rows := range rows {
		for _, row := range rows {
			if p, ok := properties(row["unknown_properties"]).(string); ok {
				t.Errorf("unknown_properties of %s: %s in %s", table, p, row["unknown_properties"])
			}
		}
	}
}

func TestTextThatIsNotUnicodeCostsACharacterAndNotTheRecord(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sent, want string }{
		"half a surrogate pair": {`"a\ud83d"`, "a\ufffd"},
		"a bad byte":            {"\"a\xff\"", "a\ufffd"},
		"three bad bytes":       {"\"a\x87\x87\x87\"", "a\ufffd\ufffd\ufffd"}, // one each, so that lengths tell them apart
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := flattened(t, inRecordEnded(`"joinWebUrl":`+c.sent+`,"novel":`+c.sent))["records"][0]
			if got := row["join_web_url"]; got != c.want {
				t.Errorf("got text %q, want %q", got, c.want)
			}
			if got := row["unknown_properties"].(string); !strings.Contains(c.sent, `\u`) && !strings.Contains(got, c.want) {
				t.Errorf("got unknown properties %q, want %q in it", got, c.want)
			}
			if got := row["unknown_properties"].(string); !utf8.ValidString(got) || got == "" {
				t.Errorf("got unknown properties %q, want some that are UTF-8", got)
			}
		})
	}
}
