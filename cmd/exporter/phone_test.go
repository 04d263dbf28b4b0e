package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// logs are the two logs of phone calls, by the name of their table.
var logs = map[string]graphtest.Endpoint{
	"pstn_calls": graphtest.PstnCalls, "direct_routing_calls": graphtest.DirectRoutingCalls,
}

// withPhones turns the logs on in a site's configuration.
var withPhones = []string{"pstn_calls: off", "pstn_calls: on", "direct_routing_calls: off", "direct_routing_calls: on"}

// wantCalls compares the rows of both logs with those of the tenant.
func (s *site) wantCalls() {
	s.Helper()
	for table, log := range logs {
		s.wantRows(log, table)
	}
}

// wantRows compares the rows of a log, column by column, by the contract and nothing of the
// program.
func (s *site) wantRows(log graphtest.Endpoint, table string) {
	s.Helper()
	contract, err := os.ReadFile("../../schema/testdata/columns.tsv")
	s.must(err)
	got := map[string]map[string]any{}
	lines := bufio.NewScanner(strings.NewReader(s.query("SELECT * FROM "+table, "JSONEachRow")))
	for lines.Scan() {
		row := numbers(s, lines.Bytes())
		id := fmt.Sprint(row["id"])
		if got[id] != nil {
			s.Errorf("%s: row %s is in twice", table, id)
		}
		got[id] = row
	}
	want := s.tenant.Calls(log)
	if len(got) != len(want) {
		s.Errorf("%s: got %d rows, want %d", table, len(got), len(want))
	}
	for _, raw := range want {
		sent := numbers(s, raw)
		row := got[fmt.Sprint(sent["id"])]
		for line := range strings.Lines(string(contract)) {
			f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if f[0] != table || strings.HasPrefix(f[3], "(") {
				continue
			}
			if g, w := column(row[f[1]], f[2]), column(sent[f[3]], f[2]); g != w {
				s.Errorf("%s %s, %s: got %v, want %v", table, sent["id"], f[1], g, w)
			}
		}
	}
}

// numbers decodes an object whose numbers stay as they are written.
func numbers(s *site, text []byte) (row map[string]any) {
	s.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	s.must(d.Decode(&row))
	return row
}

// column is a value as text, the same for equal values of a type.
func column(v any, kind string) string {
	text := fmt.Sprint(v)
	switch {
	case v == nil && strings.Contains(kind, "String"):
		return ""
	case v == nil:
		return "none"
	case strings.Contains(kind, "Decimal"), strings.Contains(kind, "Int32"):
		n, ok := new(big.Rat).SetString(text)
		if !ok {
			return "no number: " + text
		}
		return n.String()
	case strings.Contains(kind, "DateTime64"):
		at, err := time.Parse(time.RFC3339, strings.TrimSuffix(strings.Replace(text, " ", "T", 1), "Z")+"Z")
		if err != nil || at.Year() == 1 {
			return "none"
		}
		return at.Format(time.RFC3339Nano)
	}
	return text
}

// ids are the ids of a log's rows.
func (s *site) ids(log graphtest.Endpoint) (ids []string) {
	for _, raw := range s.tenant.Calls(log) {
		ids = append(ids, fmt.Sprint(numbers(s, raw)["id"]))
	}
	return ids
}

// The two logs beside call records, all the way: one request in ten fails.
func TestPhoneCallsAreExported(t *testing.T) {
	s := newSite(t, graphtest.Options{
		Records: 8, PstnCalls: 220, DirectRoutingCalls: 220, PhoneDays: 10,
		Faults: graphtest.Faults{Throttle429: 0.03, Internal500: 0.02, Reset: 0.02, Truncate: 0.03, RetryAfter: time.Millisecond},
	}, withPhones...)
	s.says(exit.Complete, []string{"family", "pstn_calls", "direct_routing_days"}, "run")
	s.wantCalls()
	s.wantAnswer("1\t220", "SELECT count() > 0, sum(call_count) FROM pstn_days")

	s.part("nothing new is loaded again", func() {
		loads := s.query("SELECT count() FROM callrecords_store.loads", "TSV")
		s.want(exit.Complete, "run")
		if got := s.query("SELECT count() FROM callrecords_store.loads", "TSV"); got != loads {
			s.Errorf("got %s loads, want %s as before", got, loads)
		}
	})
	s.part("late and corrected rows", func() {
		for _, log := range logs {
			s.tenant.AddCalls(log, 12, 10)
			for _, id := range s.ids(log)[:8] {
				s.tenant.CorrectCall(log, id)
			}
		}
		s.want(exit.Complete, "backfill", "--from", "12d", "--family", "pstn_calls", "--family", "direct_routing_calls")
		s.wantCalls()
		s.wantAnswer("0", "SELECT count() FROM audit")
	})
	s.part("verify", func() { s.want(exit.Complete, "verify") })
	s.part("explain a day", func() {
		id := strings.TrimSpace(s.query("SELECT max(record_id) FROM pstn_days", "TSV"))
		s.says(exit.Complete, []string{id, "pstn_calls"}, "explain", id)
	})
	s.part("replay", func() {
		s.want(exit.Complete, "replay")
		s.wantCalls()
	})
	s.part("completeness", func() {
		s.wantAnswer("call_records\t1\ndirect_routing_calls\t1\npstn_calls\t1", "SELECT family, sum(listed) = sum(loaded) FROM completeness GROUP BY family ORDER BY family")
	})
}

// One row in a day cannot be read: the others are in, it is named each time, and it is in when Graph
// sends it right.
func TestRowThatCannotBeReadCostsItself(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: -1, DirectRoutingCalls: 30, PhoneDays: 2, PhonePage: 4}, withPhones...)
	log := graphtest.DirectRoutingCalls
	rows := s.tenant.Calls(log)
	spoiled := s.ids(log)[len(rows)-2]
	s.tenant.SpoilCall(log, spoiled, true)
	sent := fmt.Sprint(numbers(s, s.tenant.Calls(log)[len(rows)-2])["id"])
	for _, when := range []string{"at once", "again"} {
		s.part(when, func() {
			s.says(exit.Partial, []string{"set aside", "direct_routing_calls/20", `key "` + sent + `": a number where text belongs`, "page "}, "run")
			s.wantAnswer("29\t29\t0", "SELECT count(), uniq(id), countIf(id = '"+spoiled+"') FROM direct_routing_calls")
			s.wantAnswer("0", "SELECT count() FROM audit")
		})
	}
	s.part("it is told of", func() {
		s.says(exit.Complete, []string{"1 row set aside", "a part", "direct_routing_calls/20"}, "explain", sent)
		s.says(exit.Complete, []string{"1 row set aside"}, "status")
		s.wantAnswer("1", "SELECT sum(due) FROM callrecords_store.ledger_state")
		s.wantAnswer("1", `SELECT count() > 0 FROM callrecords_store.raw_pages WHERE position(body, '"id":`+sent+`,') > 0`)
		s.says(exit.Partial, []string{"set aside"}, "replay")
		s.wantAnswer("29", "SELECT count() FROM direct_routing_calls")
	})
	s.part("Graph sends it right", func() {
		s.tenant.SpoilCall(log, spoiled, false)
		s.want(exit.Complete, "run")
		s.wantCalls()
		s.says(exit.Complete, []string{"row of", spoiled, "trunk_fully_qualified_domain_name", "committed, live"}, "explain", spoiled)
		s.want(exit.Complete, "verify")
	})
}

func TestLogThatGraphDoesNotLetUsRead(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, DirectRoutingCalls: 5, PhoneDays: 3, Refuse: map[graphtest.Endpoint]int{
		graphtest.PstnCalls: http.StatusForbidden,
	}}, "pstn_calls: off", "pstn_calls: auto", "direct_routing_calls: off", "direct_routing_calls: on")
	s.env = append(s.env, "CALLRECORDS_METRICS_TEXTFILE="+s.path("figures.prom"))
	s.part("a plan before there is a warehouse", func() {
		s.says(exit.Complete, []string{"direct_routing_calls"}, "backfill", "--from", "5d", "--plan")
		if _, err := os.Stat(s.store); err == nil {
			s.Error("got a warehouse, want none of a plan")
		}
	})
	s.part("auto is one line", func() {
		r := s.want(exit.Complete, "run")
		if n := strings.Count(r.stderr, "CallRecord-PstnCalls.Read.All"); n != 1 {
			s.Errorf("got %d lines with the permission, want 1:\n%s", n, r.stderr)
		}
		s.wantAnswer("5", "SELECT count() FROM direct_routing_calls")
		figures, err := os.ReadFile(s.path("figures.prom"))
		s.must(err)
		if text := string(figures); strings.Contains(text, `family="pstn_calls"`) || // it would have to succeed
			!strings.Contains(text, `family="direct_routing_calls"`) {
			s.Errorf("got %s, want the family that is exported and not the other", figures)
		}
		s.says(exit.Complete, []string{"not exported", "direct_routing_calls"}, "backfill", "--from", "5d", "--plan")
		s.says(exit.Complete, []string{"pstn_calls: not exported", "direct_routing_calls: answers"}, "doctor")
		s.want(exit.Complete, "status")
		s.want(exit.Complete, "verify")
	})
	s.part("on is a failure that stops no other", func() {
		s.configure("pstn_calls: off", "pstn_calls: on", "direct_routing_calls: off", "direct_routing_calls: on")
		s.tenant.AddCalls(graphtest.DirectRoutingCalls, 2, 3)
		r := s.exporter("run")
		if r.code == exit.Complete || !strings.Contains(r.stderr, "CallRecord-PstnCalls.Read.All") {
			s.Errorf("got exit code %d and %s, want a failure that names the permission", r.code, r.stderr)
		}
		s.wantAnswer("7", "SELECT count() FROM direct_routing_calls")
		s.want(exit.Failed, "doctor")
	})
}

// A log at no address, and one that gives no span: each is told for what it is, and stops no other.
func TestLogThatIsNotThereAndOneThatRefusesItsSpan(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, Refuse: map[graphtest.Endpoint]int{
		graphtest.PstnCalls: http.StatusNotFound, graphtest.DirectRoutingCalls: http.StatusNotAcceptable,
	}}, withPhones...)
	told := []string{"no logs of phone calls at this address", "90 days at most"}
	r := s.exporter("run")
	for _, text := range told {
		if r.code == exit.Complete || !strings.Contains(r.stderr, text) {
			s.Errorf("got %s, want a failure that says %q", r, text)
		}
	}
	s.wantAnswer("3", "SELECT count() FROM records")
	s.says(exit.Failed, told, "doctor")
	s.configure("pstn_calls: off", "pstn_calls: auto", "direct_routing_calls: off", "direct_routing_calls: auto")
	s.says(exit.Complete, append(told, "not exported"), "run")
}

func TestImportOfALog(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: -1, PstnCalls: 30, PhoneDays: 4}, "pstn_calls: off", "pstn_calls: on")
	rows := s.tenant.Calls(graphtest.PstnCalls)
	page := func(rows [][]byte) []byte {
		return []byte(`{"@odata.context":"x","value":[` + string(bytes.Join(rows, []byte(","))) + `]}`)
	}
	s.must(os.WriteFile(s.path("a.json"), page(rows[:20]), 0o600))
	s.must(os.WriteFile(s.path("b.json"), page(rows[15:]), 0o600))
	s.must(os.WriteFile(s.path("c.json"), []byte(`{"id":"x","startDateTime":null}`), 0o600))
	s.says(exit.Partial, []string{"c.json:1", "which day it is of"}, "import", "--family", "pstn_calls",
		s.path("a.json"), s.path("b.json"), s.path("c.json"))
	s.wantAnswer("30\t30", "SELECT count(), uniq(id) FROM pstn_calls")
	s.part("fewer rows change nothing", func() {
		s.want(exit.Complete, "import", "--family", "pstn_calls", s.path("a.json"))
		s.wantAnswer("30\t30", "SELECT count(), uniq(id) FROM pstn_calls")
	})
	s.part("what Graph has comes in front", func() {
		s.tenant.AddCalls(graphtest.PstnCalls, 3, 4)
		s.want(exit.Complete, "run")
		s.wantAnswer("33\t33", "SELECT count(), uniq(id) FROM pstn_calls")
	})
	s.part("another family is named", func() {
		other := graphtest.New(graphtest.Options{DirectRoutingCalls: 2})
		s.must(os.WriteFile(s.path("d.json"), page(other.Calls(graphtest.DirectRoutingCalls)), 0o600))
		record, _ := other.Document(other.Headers()[0].ID)
		s.must(os.WriteFile(s.path("r.json"), record, 0o600))
		for family, files := range map[string][2]string{
			"direct_routing_calls": {"pstn_calls", "d.json"}, "pstn_calls": {"call_records", "a.json"},
			"call_records": {"pstn_calls", "r.json"},
		} {
			s.says(exit.Partial, []string{"it is of " + family + ", not of " + files[0], "--family " + family},
				"import", "--family", files[0], s.path(files[1]))
		}
		s.wantAnswer("33\t0\t0", "SELECT count(), (SELECT count() FROM records), (SELECT count() FROM direct_routing_calls) FROM pstn_calls")
	})
	s.want(exit.Usage, "import", "--family", "faxes", s.path("a.json"))
}
