package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// The documented queries are tested as they stand in the document: versions,
// record, sessions.
func TestTimeTravelQueriesShowARecordAsItWas(t *testing.T) {
	queries := documentedQueries(t, "../../docs/time-travel.md")
	if len(queries) != 3 {
		t.Fatalf("%d queries in the document", len(queries))
	}
	s := newSite(t, graphtest.Options{Records: 4, LargeSessions: 130})
	s.want(exit.Complete, "run")
	headers := s.tenant.Headers()
	id := s.ask("SELECT record_id FROM sessions GROUP BY record_id ORDER BY count() DESC LIMIT 1") // more than one page
	if len(headers) == 0 || id == "" {
		t.Fatal("no records")
	}
	asked := func(columns, table string) string {
		return s.ask("SELECT " + columns + " FROM " + table + " WHERE record_id = '" + id + "'")
	}
	const ofRecord, ofSessions = "version, type, modalities, toString(start_date_time), toString(end_date_time)", "count(), uniqExact(session_id)"
	record, sessions := asked(ofRecord, "records"), asked(ofSessions, "sessions")
	then := s.ask("SELECT toString(now64(3))")
	s.tenant.Grow(id)
	s.want(exit.Complete, "run")
	s.want(exit.Complete, "replay", "--record", id) // the version again, without pages of its own

	for _, c := range []struct{ moment, record, sessions string }{
		{then, record, sessions},
		{"2100-01-01 00:00:00", asked(ofRecord, "records"), asked(ofSessions, "sessions")},
		{"2000-01-01 00:00:00", "", "0\t0"},
	} {
		s.part("as of "+c.moment, func() {
			at := strings.NewReplacer("RECORD", id, "2026-03-01 12:00:00", c.moment)
			s.wantAnswer(c.record, "SELECT "+ofRecord+" FROM ("+at.Replace(queries[1])+")")
			s.wantAnswer(c.sessions, "SELECT "+ofSessions+" FROM ("+at.Replace(queries[2])+")")
		})
	}
	if strings.HasPrefix(asked(ofRecord, "records"), strings.Split(record, "\t")[0]+"\t") {
		t.Error("the record did not change")
	}
	s.wantAnswer("2\t1", "SELECT count(), argMax(version, seen_from) = (SELECT version FROM records WHERE record_id = '"+id+"') FROM ("+
		strings.ReplaceAll(queries[0], "RECORD", id)+")")
}

// documentedQueries are the SQL blocks of a document.
func documentedQueries(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var queries []string
	for i, part := range strings.Split(string(text), "```") {
		if sql, ok := strings.CutPrefix(part, "sql\n"); ok && i%2 == 1 {
			queries = append(queries, sql)
		}
	}
	return queries
}
