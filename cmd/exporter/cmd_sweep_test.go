package main

import (
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestSweepDeletesWhatNoReaderSeesAndSaysHowMuch(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.want(exit.Complete, "run")
	s.renew(1)
	if !s.dies("before insert loads #1", "run") {
		t.Fatal("got a run that came to its end, want its death")
	}
	s.want(exit.Complete, "run")
	dead := s.ask("SELECT (SELECT sum(rows) FROM system.parts WHERE active AND database = 'callrecords_store' AND table LIKE '%_all' AND NOT startsWith(partition_id, 'patch-'))" +
		" - (SELECT sum(arraySum(mapValues(row_counts))) FROM callrecords_store.loads FINAL)")

	if r := s.want(exit.Complete, "sweep"); !strings.HasPrefix(r.stdout, "swept 0 rows") {
		t.Errorf("loads that may be in flight: got %s, want 0 rows swept", r)
	}
	r := s.want(exit.Complete, "sweep", "--older-than", "0s")
	if dead == "0" {
		t.Error("got no dead rows, want some")
	}
	if want := "swept " + dead + " rows"; !strings.HasPrefix(strings.ReplaceAll(r.stdout, ",", ""), want) {
		t.Errorf("got %s, want %q", r, want)
	}
	s.wantAnswer(s.ask("SELECT count() FROM streams"), "SELECT count() FROM callrecords_store.streams_all")
	s.wantWhole("after the sweep")
}

func TestRunSweepsWhenEnoughIsDead(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.want(exit.Complete, "run")
	// Seven hours ago an exporter died over records that were never loaded.
	s.ask("INSERT INTO callrecords_store.streams_all SELECT * REPLACE (load_id - bitShiftLeft(toUInt64(7 * 3600 * 1000), 23) AS load_id, " +
		"concat('gone-', record_id) AS record_id) FROM callrecords_store.streams_all")
	before := s.ask("SELECT count() FROM callrecords_store.streams_all")
	s.says(exit.Complete, []string{"swept dead rows"}, "run")
	s.wantAnswer(s.ask("SELECT count() FROM streams"), "SELECT count() FROM callrecords_store.streams_all")
	if after := s.ask("SELECT count() FROM callrecords_store.streams_all"); after == before {
		t.Errorf("rows after the sweep: got %s, want fewer than before", after)
	}
	s.wantWhole("after the sweep")
}

func TestSweepRefusesAnAgeAtWhichLoadsAreInFlight(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1}, "embedded:", "http://127.0.0.1:9 # ")
	s.says(exit.Usage, []string{"at least 6h"}, "sweep", "--older-than", "1h")
	s.want(exit.Usage, "sweep", "--older-than", "-1h")
}
