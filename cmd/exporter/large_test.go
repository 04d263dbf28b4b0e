package main

import (
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
	with := without.another(graphtest.Options{Records: 100, LargeSessions: sessions})
	small, large := without.peak(), with.peak()
	t.Logf("peak resident memory %.1f MB without and %.1f MB with a meeting of %d sessions", small, large, sessions)
	if large-small > 64*1.048576 {
		t.Errorf("a meeting of %d sessions costs %.1f MB", sessions, large-small)
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
