package main

import (
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

func TestSweepDeletesWhatNoReaderSeesAndSaysHowMuch(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.want(exitComplete, "run")
	s.renew(1)
	if !s.dies("before insert loads #1", "run") {
		t.Fatal("the run did not die")
	}
	s.want(exitComplete, "run")
	dead := s.ask("SELECT (SELECT sum(rows) FROM system.parts WHERE active AND database = 'callrecords_store' AND table LIKE '%_all' AND NOT startsWith(partition_id, 'patch-'))" +
		" - (SELECT sum(arraySum(mapValues(row_counts))) FROM callrecords_store.loads FINAL)")

	if r := s.want(exitComplete, "sweep"); !strings.HasPrefix(r.stdout, "swept 0 rows") {
		t.Errorf("loads that may be in flight were swept: %s", r)
	}
	r := s.want(exitComplete, "sweep", "--older-than", "0s")
	if dead == "0" || !strings.HasPrefix(strings.ReplaceAll(r.stdout, ",", ""), "swept "+dead+" rows") {
		t.Errorf("%s rows are dead: %s", dead, r)
	}
	s.wantAnswer(s.ask("SELECT count() FROM streams"), "SELECT count() FROM callrecords_store.streams_all")
	s.wantWhole("after the sweep")
}

func TestRunSweepsWhenEnoughIsDead(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.want(exitComplete, "run")
	// Seven hours ago an exporter died over records that were never loaded.
	s.ask("INSERT INTO callrecords_store.streams_all SELECT * REPLACE (load_id - bitShiftLeft(toUInt64(7 * 3600 * 1000), 23) AS load_id, " +
		"concat('gone-', record_id) AS record_id) FROM callrecords_store.streams_all")
	before := s.ask("SELECT count() FROM callrecords_store.streams_all")
	r := s.want(exitComplete, "run")
	if !strings.Contains(r.stderr, "swept dead rows") {
		t.Errorf("no word of a sweep: %s", r)
	}
	s.wantAnswer(s.ask("SELECT count() FROM streams"), "SELECT count() FROM callrecords_store.streams_all")
	if after := s.ask("SELECT count() FROM callrecords_store.streams_all"); after == before {
		t.Errorf("%s rows before and after", after)
	}
	s.wantWhole("after the sweep")
}

func TestSweepRefusesAnAgeAtWhichLoadsAreInFlight(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1}, "embedded:", "http://127.0.0.1:9 # ")
	r := s.want(exitUsage, "sweep", "--older-than", "1h")
	if !strings.Contains(r.stderr, "at least 6h") {
		t.Errorf("%s", r)
	}
	s.want(exitUsage, "sweep", "--older-than", "-1h")
}
