package extract

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"callrecords/schema"
)

func TestScanFindsWhatIsNeeded(t *testing.T) {
	t.Parallel()
	p, err := scan([]byte(`{"@odata.context":"c","version":3,"x":{"version":9,"value":[1]},
		"sessions":[{"id":"a","segments":[]},{"id":"b"},{"segments":null,"segments@odata.nextLink":"z"}],
		"sessions@odata.nextLink":"s","participants_v2":null,"participants_v2@odata.nextLink":"p","@odata.nextLink":"n"}`), false)
	if err != nil {
		t.Fatal(err)
	}
	if p.version != 3 || p.value.next != "n" || p.sessions.next != "s" || p.participants.next != "p" {
		t.Errorf("%+v", p)
	}
	if s := p.sessions; !s.present || s.count != 3 || s.withoutSegments != 1 || !s.truncated {
		t.Errorf("sessions %+v", s)
	}
	if p.participants.present || p.value.present {
		t.Errorf("got %+v, want neither participants nor value", p)
	}
	if len(p.rows) != 0 {
		t.Errorf("got rows %+v, want none where they were not asked for", p.rows)
	}
}

func TestScanRefusesWhatIsNotOneObject(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", " ", "[]", "3", `"x"`, "{", `{"value":[`, `{"value":[{}`, `{"a":1}{}`, `{"a":1} x`, "<html>", `{"a":1,}`, "{\"a\":\"\x01\"}"} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			if _, err := scan([]byte(body), true); err == nil {
				t.Error("got a page, want an error")
			}
		})
	}
}

func TestScanLeavesOddValuesToTheOthers(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"version":"x","@odata.nextLink":null,"value":{},"sessions":7}`, `{"version":-1,"value":null}`,
		`{"version":1.5}`, `{"version":1e400}`, `{"a":1,"a":2}`, "{\"a\":\"\xff\"}", `{}`,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			p, err := scan([]byte(body), true)
			if err != nil {
				t.Fatal(err)
			}
			if p.version != 0 {
				t.Errorf("got version %d, want none", p.version)
			}
			if p.value.next != "" {
				t.Errorf("got next link %q, want none", p.value.next)
			}
			if p.value.present || p.sessions.present {
				t.Errorf("got %+v, want no rows and no sessions", p)
			}
		})
	}
}

func TestHeaderRows(t *testing.T) {
	t.Parallel()
	p, err := scan([]byte(`{"value":[
		{"id":"a","version":2,"startDateTime":"2026-08-01T10:00:00.1234567Z","endDateTime":"0001-01-01T00:00:00Z","lastModifiedDateTime":"2026-08-01T12:00:00+02:00"},
		{"id":"b","version":"3","startDateTime":"yesterday"}, {"version":1}, 7, null]}`), true)
	if err != nil || len(p.rows) != 5 {
		t.Fatalf("%+v, %v", p, err)
	}
	h := p.rows[0]
	start := time.Date(2026, 8, 1, 10, 0, 0, 123456700, time.UTC)
	if _, err := believe(h, schema.Window{}); err != nil || h.ID != "a" || h.Version != 2 || h.Start != start || !h.End.IsZero() || h.Modified.Hour() != 10 {
		t.Errorf("%+v", h)
	}
	for i, want := range []string{"no startDateTime", "no id", "no version", "no version"} {
		t.Run(fmt.Sprintf("row %d has %s", i+1, want), func(t *testing.T) {
			if _, err := believe(p.rows[i+1], schema.Window{}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q in it", err, want)
			}
		})
	}
}

// FuzzScan holds the scan against encoding/json: what passes is one JSON object, and
// what the scan found is in it.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		`{"value":[{"id":"a","version":1,"startDateTime":"2026-08-01T10:00:00Z"}],"@odata.nextLink":"https://graph/x"}`,
		`{"version":1,"sessions":[{"segments":[{"media":[]}]}],"sessions@odata.nextLink":"u"}`,
		`{"participants_v2":[],"participants_v2@odata.nextLink":null}`, `{"value":[[],{}]} `, `{"value":{"value":[]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := string(body)
		p, err := scan(body, true)
		if string(body) != before {
			t.Fatal("the page was changed")
		}
		if err != nil {
			return
		}
		var members map[string]json.RawMessage
		if json.Unmarshal(body, &members) != nil {
			t.Fatal("passed, but is no object")
		}
		for name, c := range map[string]pageArray{"value": p.value, "sessions": p.sessions, "participants_v2": p.participants} {
			if _, ok := members[name]; c.present && !ok || c.withoutSegments > c.count {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if len(p.rows) != p.value.count {
			t.Errorf("%d rows of %d", len(p.rows), p.value.count)
		}
	})
}

func BenchmarkScan(b *testing.B) {
	session := `{"id":"a","segments":[{"media":[` + strings.Repeat(`{"label":"main-audio","streams":[{"averageJitter":"PT0.002S","maxJitter":null}]},`, 200) + `{}]}]},`
	body := []byte(`{"value":[` + strings.Repeat(session, 60) + `{"segments":[]}]}`)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := scan(body, true); err != nil {
			b.Fatal(err)
		}
	}
}
