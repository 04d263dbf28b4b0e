package main

import (
	"fmt"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// age makes all loads of the warehouse, and the moves of the settle line, so
// many days older. The ids of loads are times, so that each is a new id.
func (s *site) age(days int) {
	s.Helper()
	hours := fmt.Sprint(days * 24)
	older := "bitShiftLeft(toUInt64(" + hours + " * 3600 * 1000), 23)"
	newest := s.ask("SELECT max(load_id) - " + older + " FROM callrecords_store.loads")
	tables := []string{"loads", "load_log", "raw_pages"}
	for _, t := range schema.CallRecords.Tables {
		tables = append(tables, t.StoredName())
	}
	for _, t := range tables {
		s.sql("INSERT INTO callrecords_store."+t+" SELECT * REPLACE (load_id - "+older+" AS load_id) FROM callrecords_store."+t,
			"DELETE FROM callrecords_store."+t+" WHERE load_id > "+newest)
	}
	s.sql("INSERT INTO callrecords_store.settle_line SELECT * REPLACE (moved_at - INTERVAL " + hours + " HOUR AS moved_at) FROM callrecords_store.settle_line")
}

func TestSettledRecordsAreReplayedRenewedAndVerifiedLikeOthers(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12, LargeSessions: 70, Seed: 5})
	s.want(exit.Complete, "run")
	s.says(exit.Complete, []string{"0 loads settled; no load is old enough yet"}, "settle")
	s.age(40)
	s.says(exit.Complete, []string{"settled old loads"}, "run") // which settles
	s.wantWhole("settled")
	records := s.ask("SELECT count() FROM records")
	s.wantAnswer(records, "SELECT count() FROM callrecords_store.settled_loads")
	s.sql("INSERT INTO callrecords_store.settle_line SELECT * REPLACE (moved_at - INTERVAL 7 HOUR AS moved_at) FROM callrecords_store.settle_line")
	s.want(exit.Complete, "settle")
	s.wantAnswer("0", "SELECT count() FROM callrecords_store.loads")
	s.wantWhole("out of loads")
	s.want(exit.Complete, "verify")

	s.renew(1)
	s.want(exit.Complete, "run")
	s.wantWhole("renewed")
	s.want(exit.Complete, "replay")
	s.wantAnswer(records, "SELECT count() FROM callrecords_store.loads FINAL")
	s.wantWhole("replayed")
	s.want(exit.Complete, "sweep", "--older-than", "0s")
	s.wantAnswer(s.ask("SELECT count() FROM streams"), "SELECT count() FROM callrecords_store.streams_all")
	s.wantWhole("swept")
	s.want(exit.Complete, "verify")
}

func TestIncompleteLoadStopsTheSettleLineAndNotTheRun(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 10, Seed: 5})
	s.want(exit.Complete, "run")
	s.age(40)
	id := s.ask("SELECT record_id FROM streams LIMIT 1")
	s.sql("DELETE FROM callrecords_store.streams_all WHERE record_id = '" + id + "'")
	s.says(exit.Complete, []string{"the settle line does not move", id}, "run")
	s.says(exit.Failed, []string{"exporter verify"}, "settle")
	s.says(exit.Complete, []string{"10 loads settled; the line stands at"}, "settle", "--incomplete")
	s.want(exit.Partial, "verify", "--repair")
	s.want(exit.Complete, "run")
	s.wantWhole("repaired")
	s.want(exit.Complete, "verify")
}
