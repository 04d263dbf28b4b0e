package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestRunWithAWrongClockWritesNothing(t *testing.T) {
	s := newSite(t, graphtest.Options{
		Records: 5, Date: func() time.Time { return time.Now().Add(-25 * time.Hour) },
	})
	r := s.want(exit.Failed, "run")
	for _, want := range []string{"the clock of this machine is 25h0m", "ahead of Graph's", "NTP"} {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("got %s, want %q in it", r, want)
		}
	}
	s.wantAnswer("0", "SELECT count() FROM callrecords_store.ledger")
}

func TestDoctorHoldsTheClockAgainstGraphs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		date func() time.Time
		code int
		says string
	}{
		"no Date": {func() time.Time { return time.Time{} },
			exit.Complete, "clock: not known: Graph's answer has no Date"},
		"an hour off": {func() time.Time { return time.Now().Add(time.Hour) },
			exit.Failed, "set this machine's clock by NTP"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, graphtest.Options{Records: 5, Date: c.date})
			if r := s.want(c.code, "doctor"); !strings.Contains(r.stdout, c.says) {
				t.Errorf("got %s, want %q in it", r, c.says)
			}
		})
	}
}

// TestDemoOfYesterdayGoesOn: the simulated tenant's time stands still, its clock does not.
func TestDemoOfYesterdayGoesOn(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	demo := []string{"demo", "--data", s.path("demo"), "--records", "20"}
	s.want(exit.Complete, demo...)
	yesterday := time.Now().UTC().Add(-24 * time.Hour).Truncate(time.Second)
	s.must(os.WriteFile(s.path("demo/demo-since"), []byte(yesterday.Format(time.RFC3339)), 0o600))
	s.want(exit.Complete, demo...)
}
