package main

import (
	"errors"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// oneInFive makes one request in five fail in some way.
var oneInFive = graphtest.Faults{
	Throttle429: 0.03, Unavailable503: 0.04, GatewayTimeout504: 0.03, Reset: 0.04, Truncate: 0.03, HTML: 0.03, TokenFail: 0.2,
}

// The promise, against a Graph that fails all the time: everything is in, and
// what Graph took away before it could be read is named.
func TestEverythingIsInThoughOneRequestInFiveFails(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 80, LargeSessions: 130, Quota: true, Faults: oneInFive, Seed: 3}, "20s", "2m")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()

	lost := s.change()
	r := s.want(exit.Partial, "run")
	for _, id := range lost {
		if !strings.Contains(r.stdout, "lost: record "+id) || !strings.Contains(r.stderr, id) {
			t.Errorf("record %s is not named as lost: %s", id, r)
		}
	}
	if n := strings.Count(r.stdout, "lost: record"); n != len(lost) {
		t.Errorf("%d records named as lost, want %d", n, len(lost))
	}
	s.wantWarehouseIsTenant()
	s.wantAnswer("0", "SELECT count() FROM audit")
}

// The same, killed again and again on the way.
func TestEverythingIsInThoughTheProcessIsKilledAgainAndAgain(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 60, Quota: true, Faults: oneInFive, Seed: 4}, "20s", "2m")
	s.killed(4, "run")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
	lost := s.change()
	s.killed(4, "run")
	s.exporter("run")
	s.wantWarehouseIsTenant()
	s.wantAnswer("0", "SELECT count() FROM audit")
	named := s.ask("SELECT arrayStringConcat(groupArray(record_id), ' ') FROM callrecords_store.ledger WHERE lost_at IS NOT NULL")
	for _, id := range lost {
		if !strings.Contains(named, id) {
			t.Errorf("record %s is not lost in the ledger: %s", id, named)
		}
	}
}

// killed starts the program so many times and kills it at some moment.
func (s *site) killed(times int, args ...string) {
	s.Helper()
	for range times {
		c := s.command(s.Context(), args...)
		s.must(c.Start())
		time.AfterFunc(time.Duration(100+rand.IntN(1500))*time.Millisecond, func() { _ = c.Process.Kill() })
		if _, ok := errors.AsType[*exec.ExitError](c.Wait()); !ok {
			return // it was done before the blow
		}
	}
}

// change makes a third of the records grow, shrink or move over a month's end,
// adds some, and takes some away that the list still shows. It returns the
// ids of those; what the warehouse should keep of them is remembered.
func (s *site) change() (lost []string) {
	s.Helper()
	s.kept = map[string][]byte{}
	for i, h := range s.tenant.Headers() {
		document, _ := s.tenant.Document(h.ID)
		switch i % 6 {
		case 0:
			s.tenant.Grow(h.ID)
		case 1:
			s.tenant.Shrink(h.ID)
		case 2:
			s.tenant.Move(h.ID, h.Start.AddDate(0, 0, -9))
		}
		if i == 0 || i == 6 || i == 12 { // grown, and gone before it could be read
			s.tenant.VanishKeepListed(h.ID)
			s.kept[h.ID] = document
			lost = append(lost, h.ID)
		}
	}
	s.tenant.Add(10)
	return lost
}
