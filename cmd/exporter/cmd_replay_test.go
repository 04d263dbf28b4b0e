package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// The promise of the archive: a column that is added later is filled for records
// that Graph no longer has.
func TestReplayFillsAnAddedColumnForRecordsThatGraphForgot(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 40, LargeSessions: 130, Seed: 5})
	s.want(exit.Complete, "run")
	before := s.documents()
	pages, filled := s.ask("SELECT count() FROM callrecords_store.raw_pages"), s.ask("SELECT countIf(max_jitter_ms > 0) FROM streams")
	s.sql("ALTER TABLE callrecords_store.streams_all DROP COLUMN max_jitter_ms", "ALTER TABLE callrecords_store.records_all DROP COLUMN organizer_display_name")
	for _, h := range s.tenant.Headers() {
		s.tenant.Vanish(h.ID)
	}
	r := s.want(exit.Complete, "replay")
	if want := fmt.Sprint(len(before["records"])); !strings.Contains(r.stdout, want) {
		t.Errorf("replay: got %s, want %s in it", r.stdout, want)
	}
	s.wantAnswer(filled, "SELECT countIf(max_jitter_ms > 0) FROM streams")
	s.wantAnswer(pages, "SELECT count() FROM callrecords_store.raw_pages")
	s.wantAnswer("0", "SELECT count() FROM audit")
	for table, key := range keys {
		compareTable(t, table, s.rows(table, key), before[table])
	}
}

func TestReplayTakesOneRecordOrThoseOfAWindow(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 20, Days: 6, Seed: 5})
	s.want(exit.Complete, "run")
	id := s.ask("SELECT record_id FROM records ORDER BY start_date_time LIMIT 1")
	s.want(exit.Complete, "replay", "--record", id)
	replayed := "SELECT count() FROM callrecords_store.loads FINAL WHERE startsWith(run_id, 'replay-')"
	s.wantAnswer("1", replayed)
	s.says(exit.Failed, []string{"no-such-record"}, "replay", "--record", "no-such-record")

	middle := time.Now().UTC().AddDate(0, 0, -3).Truncate(time.Second)
	later := s.ask(fmt.Sprintf("SELECT count() FROM records WHERE start_date_time >= '%s'", middle.Format(time.DateTime)))
	s.want(exit.Complete, "replay", "--from", middle.Format(time.RFC3339))
	s.wantAnswer(later, replayed+" AND record_id != "+"'"+id+"'")
	s.want(exit.Usage, "replay", "--from", "2026-01-02", "--to", "2026-01-01")
}

// A replay that is killed goes on where it was, and one that came to its end
// begins again.
func TestReplayThatWasStoppedGoesOn(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 30, Seed: 5})
	s.want(exit.Complete, "run")
	s.want(exit.Complete, "replay")
	first := s.ask("SELECT any(run_id) FROM callrecords_store.loads FINAL")
	// As if the end of that run had not been reached: no row of it, and half of
	// its loads not there.
	s.sql("ALTER TABLE callrecords_store.runs DELETE WHERE command = 'replay' SETTINGS mutations_sync = 1",
		"ALTER TABLE callrecords_store.load_log DELETE WHERE startsWith(run_id, 'replay-') AND cityHash64(record_id) % 2 = 0 SETTINGS mutations_sync = 1")
	done := s.ask("SELECT count() FROM callrecords_store.load_log WHERE startsWith(run_id, 'replay-')")
	r := s.want(exit.Complete, "replay")
	if !strings.Contains(r.stderr, "going on") {
		t.Errorf("got %s, want that it goes on", r.stderr)
	}
	s.wantAnswer(done, fmt.Sprintf("SELECT count() FROM callrecords_store.loads FINAL WHERE run_id = '%s'", first))
	s.wantAnswer("30", "SELECT count() FROM callrecords_store.loads FINAL WHERE startsWith(run_id, 'replay-')")

	s.want(exit.Complete, "replay")
	s.wantAnswer("30", "SELECT count() FROM callrecords_store.loads FINAL WHERE run_id = (SELECT run_id FROM callrecords_store.runs ORDER BY started_at DESC LIMIT 1)")
}

// What could not be read is in the archive, and comes in once it can be: here the
// page itself is mended, since the decoder cannot be.
func TestReplayLoadsWhatWasSetAside(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, Seed: 3})
	all := s.archive()
	bad := bytes.Replace(all[1], []byte(`"startDateTime":"`), []byte(`"startDateTime":"#`), 1)
	s.file("in.ndjson", all[0], []byte("\n"), bad, []byte("\n{\n"))
	s.want(exit.Partial, "import", "in.ndjson")
	s.want(exit.Partial, "replay")
	s.wantAnswer("1", "SELECT count() FROM records")
	s.wantAnswer("3", "SELECT count() FROM callrecords_store.raw_pages")

	s.sql(`ALTER TABLE callrecords_store.raw_pages UPDATE body = replaceOne(body, '"#', '"') WHERE kind = 'record' SETTINGS mutations_sync = 1`)
	s.want(exit.Complete, "replay")
	s.wantAnswer("2", "SELECT count() FROM records")
	s.wantAnswer("0", "SELECT count() FROM audit")
}

func TestArchiveIsKeptToItsRetention(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 4, Seed: 3}, "export:\n", "export:\n  raw_retention: 1ms\n")
	s.want(exit.Partial, "import", s.file("in.ndjson", []byte(`{"id":"x","version":1,"participants_v2":[],"sessions":[]}`)))
	s.want(exit.Complete, "run")
	s.wantAnswer("1\tx", "SELECT count(), any(record_id) FROM callrecords_store.raw_pages")
	s.says(exit.Partial, []string{"record x"}, "replay")
}
