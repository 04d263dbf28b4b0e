package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// stepsOf are the commands of a page's section, in their order: what follows exporter between
// backquotes in its numbered list.
func (s *site) stepsOf(page, heading string) (steps []string) {
	s.Helper()
	text, err := os.ReadFile("../../docs/" + page)
	s.must(err)
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	if !found {
		s.Fatalf("%s has no section %s", page, heading)
	}
	_, list, _ := strings.Cut(section, "\n1. ")
	list, _, _ = strings.Cut(list, "\n\n")
	for _, m := range regexp.MustCompile("`exporter ([^`]+)`").FindAllStringSubmatch(list, -1) {
		steps = append(steps, m[1])
	}
	return steps
}

// The way back from a disaster, by the commands of docs/archive.md: the store is lost, a
// backfill fetches what Graph still has, and the files of the archive have the rest.
func TestLostWarehouseIsBackFromGraphAndTheArchivesFiles(t *testing.T) {
	s := newSite(t, graphtest.Options{
		Records: 40, LargeSessions: 130, Seed: 8, PstnCalls: 30, DirectRoutingCalls: 30,
	}, withPhones...)
	s.want(exit.Complete, "run")
	headers := s.tenant.Headers()
	s.tenant.Grow(headers[0].ID)
	s.want(exit.Complete, "run")
	before := s.documents()
	const pages = "SELECT record_id, version, page_index, kind, hex(SHA256(body)) FROM callrecords_store.raw_pages" +
		" WHERE family = 'call_records' ORDER BY ALL"
	archived := s.query(pages, "TSV")

	r := s.want(exit.Complete, "archive", "export", "backup")
	if want := "wrote 3 files"; !strings.Contains(r.stdout, want) {
		t.Errorf("got %s, want %s in it", r, want)
	}
	files, err := filepath.Glob(s.path("backup/*/*/*.open.ndjson.zst"))
	s.must(err)
	if len(files) != 3 {
		t.Fatalf("got files %q, want one per family of a day that is not over", files)
	}

	s.letGo()
	s.must(os.RemoveAll(s.store))
	for _, h := range headers[10:] {
		s.tenant.Vanish(h.ID) // Graph has forgotten them
	}
	steps := s.stepsOf("archive.md", "The warehouse is lost")
	want := []string{"schema apply", "backfill --from 30d", "archive import /backup/callrecords", "verify", "reference load …"}
	if !slices.Equal(steps, want) {
		t.Fatalf("got the steps %q of docs/archive.md, want %q: this test follows them", steps, want)
	}
	s.must(os.WriteFile(s.path("buildings.csv"), []byte("10.1.2.0,Office,24,Berlin,,,,Berlin,,DE,,EMEA,1,0,0\n"), 0o600))
	for _, step := range steps {
		step = strings.NewReplacer("/backup/callrecords", "backup", "…", "buildings buildings.csv").Replace(step)
		s.want(exit.Complete, strings.Fields(step)...)
		if strings.HasPrefix(step, "backfill") {
			s.wantAnswer("10", "SELECT count() FROM records")
		}
	}
	s.want(exit.Complete, "ready") // nothing listens: the warehouse is asked
	for table, key := range keys {
		compareTable(t, table, s.rows(table, key), before[table])
	}
	s.wantCalls()
	s.wantAnswer("0", "SELECT count() FROM audit")

	s.part("the archive is as it was, but for older versions of what a run has fetched", func() {
		got := strings.Split(s.query(pages, "TSV"), "\n")
		for _, line := range got {
			if !strings.Contains(archived, line) {
				s.Errorf("got page %s, want none that was not there", line)
			}
		}
		s.wantAnswer("41", "SELECT uniqExact(record_id) FROM callrecords_store.raw_pages WHERE family = 'call_records'")
	})
	s.part("a copy of the folder, made while nobody has it open, is the warehouse", func() {
		s.letGo()
		s.must(os.CopyFS(s.path("copy"), os.DirFS(s.store)))
		s.must(os.RemoveAll(s.store))
		s.must(os.Rename(s.path("copy"), s.store))
		s.want(exit.Complete, "verify", "--offline", "--values")
	})
	s.part("again, all is passed over", func() {
		const loads = "SELECT count() FROM callrecords_store.load_log"
		before := s.ask(loads)
		r := s.want(exit.Complete, "archive", "import", files[0], files[1], files[2])
		if !strings.Contains(r.stderr, "passed over") {
			s.Errorf("got %s, want that loads were passed over", r)
		}
		s.wantAnswer(before, loads)
		s.wantAnswer("0", "SELECT count() FROM audit")
	})
	s.part("what the ledger calls loaded and no commit has is loaded", func() {
		const records = "SELECT count() FROM records"
		before := s.ask(records)
		s.sql("DELETE FROM callrecords_store.loads WHERE family = 'call_records'")
		s.want(exit.Complete, "archive", "import", "backup")
		s.wantAnswer(before, records)
		s.wantAnswer("0", "SELECT count() FROM audit")
	})
	s.part("a file that is cut loads what is whole, and says where it ends", func() {
		text, err := os.ReadFile(files[0])
		s.must(err)
		s.must(os.WriteFile(s.path("cut.ndjson.zst"), text[:len(text)/2], 0o600))
		s.letGo()
		s.must(os.RemoveAll(s.store))
		s.says(exit.Failed, []string{"cut.ndjson.zst, line ", "damaged"}, "archive", "import", "cut.ndjson.zst")
		s.wantAnswer("0", "SELECT count() FROM audit")
	})
	s.part("what is no file of an archive is wrong usage, or named", func() {
		s.want(exit.Usage, "archive", "import", "nowhere")
		s.want(exit.Usage, "archive", "export")
		s.says(exit.Failed, []string{"config.yaml, line 1"}, "archive", "import", "config.yaml")
	})
}
