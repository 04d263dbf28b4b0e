package main

import (
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

func TestFetchLoadsTheRecordsThatItIsAskedFor(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	headers := s.tenant.Headers()
	one, two := headers[0].ID, headers[1].ID
	lists := s.tenant.Requests().Of(graphtest.List)

	s.part("into an empty warehouse", func() {
		r := s.want(exitComplete, "fetch", strings.ToUpper(one), two)
		if strings.Count(r.stdout, "  loaded ") != 2 {
			t.Errorf("got %s, want both loaded", r)
		}
		s.wantAnswer("2", "SELECT count() FROM records")
	})
	s.part("again", func() {
		before := s.tenant.Requests().Of(graphtest.Record)
		if r := s.want(exitComplete, "fetch", one, two); strings.Count(r.stdout, "  unchanged ") != 2 {
			t.Errorf("got %s, want both unchanged", r)
		}
		if got := s.tenant.Requests().Of(graphtest.Record) - before; got != 2 {
			t.Errorf("got %d requests, want one header each", got)
		}
	})
	s.part("a new version, and one that nobody has", func() {
		s.tenant.Grow(one)
		const nobody = "11111111-2222-3333-4444-555555555555"
		r := s.want(exitPartial, "fetch", one, nobody)
		if !strings.Contains(r.stdout, "  loaded ") || !strings.Contains(r.stdout, nobody+"  not found") {
			t.Errorf("got %s, want one loaded and one not found", r)
		}
		s.wantAnswer("0", "SELECT count() FROM callrecords_store.ledger WHERE record_id = '"+nobody+"'")
	})
	if got := s.tenant.Requests().Of(graphtest.List); got != lists {
		t.Errorf("got %d lists, want none", got-lists)
	}
	s.part("the rest by a run", func() {
		s.want(exitComplete, "run")
		s.wantWarehouseIsTenant()
	})
	s.part("of which tenant", func() {
		s.want(exitUsage, "fetch", one, "--tenant", "11111111-2222-3333-4444-555555555555")
	})
}
