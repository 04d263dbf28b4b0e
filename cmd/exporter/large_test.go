package main

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// largeMeeting is how many sessions the large meeting of the test has: 30
// pages, below the 40 that a record's own limit lets through at once. With
// CALLRECORDS_TEST_LARGE=6000 it is 100 pages, which take a minute more.
const largeMeeting = 1800

// A large meeting is loaded in bounded memory: pages come and go.
func TestLargeMeetingCostsNoMemory(t *testing.T) {
	sessions := largeMeeting
	if n, err := strconv.Atoi(os.Getenv("CALLRECORDS_TEST_LARGE")); err == nil {
		sessions = n
	}
	without := newSite(t, graphtest.Options{Records: 100})
	small := without.peak()
	const most = 64 * 1.048576 // MB
	cost, with := math.Inf(1), without
	// The engine takes more at times, beside much else on the machine: a meeting that costs
	// memory costs it in each of three runs.
	for n := 0; n < 3 && cost > most; n++ {
		with = without.another(graphtest.Options{Records: 100, LargeSessions: sessions})
		large := with.peak()
		cost = min(cost, large-small)
		t.Logf("peak resident memory %.1f MB without and %.1f MB with a meeting of %d sessions", small, large, sessions)
	}
	if cost > most {
		t.Errorf("got %.1f MB for a meeting of %d sessions, want %.1f at most", cost, sessions, most)
	}
	with.wantAnswer(strconv.Itoa(sessions), "SELECT max(session_count) FROM records")
	with.wantAnswer("0", "SELECT count() FROM audit")
}

var peakLine = regexp.MustCompile(`peak memory +([0-9.]+) MB`)

// peak is the peak resident memory of a run, in MB.
func (s *site) peak() float64 {
	s.Helper()
	r := s.want(exit.Complete, "run")
	match := peakLine.FindStringSubmatch(r.stdout)
	if match == nil {
		s.Fatalf("no peak memory: %s", r)
	}
	mb, err := strconv.ParseFloat(match[1], 64)
	s.must(err)
	return mb
}
