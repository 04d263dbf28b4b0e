package main

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// phoneSize is how many rows each log has in the test of the promise, of how many days, and how
// many come late and are corrected. CALLRECORDS_TEST_PHONE_ROWS=3300 is the whole size, for which
// the limits of Graph take minutes.
func phoneSize(t *testing.T) (rows, days, late, corrected int) {
	text := os.Getenv("CALLRECORDS_TEST_PHONE_ROWS")
	if text == "" {
		return 150, 14, 20, 15
	}
	rows, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return rows, 60, 60, 40
}

// oneInTen makes one request in ten fail in some way.
var oneInTen = graphtest.Faults{
	Throttle429: 0.02, Unavailable503: 0.02, GatewayTimeout504: 0.01, Internal500: 0.01, Reset: 0.02, Truncate: 0.01,
	HTML: 0.01, RetryAfter: time.Millisecond,
}

// changeCalls brings so many late rows to a log, and other ones that are corrected.
func (s *site) changeCalls(log graphtest.Endpoint, late, corrected, days int) {
	s.Helper()
	ids := s.ids(log)
	s.tenant.AddCalls(log, late, days)
	for i := range corrected {
		s.tenant.CorrectCall(log, ids[i*len(ids)/corrected])
	}
}

// The promise for the logs, against a Graph that fails all the time and enforces its limits: every
// row is in, in every column, and again after late and corrected rows.
func TestEveryRowOfTheLogsIsInThoughOneRequestInTenFails(t *testing.T) {
	n, days, late, corrected := phoneSize(t)
	s := newSite(t, graphtest.Options{
		Records: 4, PstnCalls: n, DirectRoutingCalls: n, PhoneDays: days, Quota: true, Faults: oneInTen, Seed: 11,
	}, withPhones...)
	once := func(args ...string) {
		s.Helper()
		if r := s.exporter(args...); r.code != exit.Complete {
			if r.code != exit.Partial {
				s.Fatalf("got %s, want all in by one run or two", r)
			}
			s.want(exit.Complete, args...)
		}
		s.wantCalls()
		s.wantAnswer("0", "SELECT count() FROM audit")
	}
	once("run")
	for _, log := range logs {
		s.changeCalls(log, late, corrected, days)
	}
	once("backfill", "--from", "61d", "--family", "pstn_calls", "--family", "direct_routing_calls")
	s.wantWarehouseIsTenant()
}

// The same, killed again and again on the way.
func TestEveryRowOfTheLogsIsInThoughTheProcessIsKilled(t *testing.T) {
	s := newSite(t, graphtest.Options{
		Records: 6, PstnCalls: 60, DirectRoutingCalls: 60, PhoneDays: 8, PhonePage: 5, Faults: oneInTen, Seed: 12,
	}, append([]string{"retry_budget: 20s", "retry_budget: 2m"}, withPhones...)...)
	for range 2 {
		s.killed(3, "run")
		s.want(exit.Complete, "backfill", "--from", "30d")
		s.wantCalls()
		s.wantAnswer("0", "SELECT count() FROM audit")
		for _, log := range logs {
			s.changeCalls(log, 10, 10, 8)
		}
	}
	s.want(exit.Complete, "verify", "--offline")
}

// A death at every statement of a run that loads days of a log.
func TestNextRunRepairsADeathAtEveryStatementOfADay(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: -1, DirectRoutingCalls: 12, PhoneDays: 2},
		"direct_routing_calls: off", "direct_routing_calls: on", "export:", "export:\n  call_records: off")
	log := graphtest.DirectRoutingCalls
	s.want(exit.Complete, "run")
	s.changeCalls(log, 2, 2, 2)
	statements := s.statements("run")
	deaths := 0
	for some := range slices.Chunk(points(statements), 4) {
		s.part(strings.Join(some, ", then "), func() {
			for _, point := range some {
				s.changeCalls(log, 1, 2, 2)
				if s.dies(point, "run") {
					deaths++
				}
			}
			s.want(exit.Complete, "run")
			s.wantAnswer("0", "SELECT count() FROM audit")
		})
	}
	if deaths < 12 {
		t.Errorf("deaths: got %d at %q, want 12", deaths, statements)
	}
	// The other log is not exported.
	s.wantRows(log, "direct_routing_calls")
}

// Runs that die between the commit of a day and the word of it in the ledger, several per second:
// what each of them read is newer than what the one before it committed.
func TestDayIsNewerThanOneThatTheLedgerHasNotHeardOf(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: -1, DirectRoutingCalls: 6, PhoneDays: 2},
		"direct_routing_calls: off", "direct_routing_calls: on", "export:", "export:\n  call_records: off")
	log := graphtest.DirectRoutingCalls
	s.want(exit.Complete, "run")
	for range 6 {
		s.changeCalls(log, 0, 6, 2)
		if !s.dies("after insert load_log #1", "run") {
			t.Fatal("got a run to its end, want one that died")
		}
	}
	s.changeCalls(log, 0, 6, 2)
	s.want(exit.Complete, "run")
	s.wantRows(log, "direct_routing_calls")
	s.wantAnswer("0", "SELECT count() FROM audit")
}

// The logs on a server, by two shards, and with a pause that Graph's memory does not cover.
func TestServedWarehouseHasTheLogs(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 6, PstnCalls: 60, DirectRoutingCalls: 60, PhoneDays: 10})
	text, err := os.ReadFile(s.path("config.yaml"))
	s.must(err)
	s.must(os.WriteFile(s.path("config.yaml"), []byte(strings.NewReplacer(withPhones...).Replace(string(text))), 0o600))
	s.want(exit.Complete, "schema", "apply")
	for _, shard := range []string{"1/2", "2/2"} {
		s.want(exit.Complete, "backfill", "--from", "30d", "--shard", shard)
	}
	s.wantCalls()
	for _, log := range logs {
		s.changeCalls(log, 10, 10, 10)
	}
	s.want(exit.Complete, "run")
	s.wantCalls()
	s.wantAnswer("0", "SELECT count() FROM audit")
	s.want(exit.Complete, "verify")
	s.wantAnswer("1", "SELECT countIf(match = 'exact') > 0 FROM phone_calls")

	s.part("a pause of 100 days", func() {
		store := s.database + "_store."
		s.sql("INSERT INTO " + store + "runs SELECT * REPLACE(started_at - INTERVAL 100 DAY AS started_at)" +
			" FROM " + store + "runs WHERE reconcile = 1 AND family = 'pstn_calls'")
		s.sql("DELETE FROM " + store + "runs WHERE family = 'pstn_calls' AND started_at > now() - INTERVAL 1 DAY")
		s.says(exit.Partial, []string{"was lost unread", "Graph keeps 90", "lost: record pstn_calls/20"}, "run")
		s.says(exit.Partial, []string{"a record was lost unread", "exporter verify names all of them"}, "status")
		s.says(exit.Partial, []string{"expired_unread", "pstn_calls/20"}, "verify", "--offline")
		s.want(exit.Complete, "run")
		s.wantCalls()
	})
}
