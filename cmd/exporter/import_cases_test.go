package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// without is a document that lacks members of its record.
func (s *site) without(document []byte, names ...string) []byte {
	s.Helper()
	var record map[string]json.RawMessage
	s.must(json.Unmarshal(document, &record))
	for _, name := range names {
		delete(record, name)
	}
	text, err := json.Marshal(record)
	s.must(err)
	return text
}

// said runs the program and insists on its exit code and on words that it prints.
func (s *site) said(code int, words []string, args ...string) {
	s.Helper()
	r := s.want(code, args...)
	for _, w := range words {
		if !strings.Contains(r.stdout+r.stderr, w) {
			s.Errorf("exporter %s: got no word of %q in %s", strings.Join(args, " "), w, r)
		}
	}
}

// A GUID is the same in capitals and in braces: nothing comes in twice, and the
// run finds it there. An id that cannot be one costs no other record.
func TestImportTakesAnIDForWhatItIsHoweverItIsSpelled(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 10, Seed: 3})
	all := s.archive()
	id := s.tenant.Headers()[0].ID
	spelled := func(as string) []byte { return bytes.ReplaceAll(all[0], []byte(id), []byte(as)) }
	s.want(exit.Complete, "import", s.file("small.ndjson", bytes.Join(all, []byte("\n"))))
	s.want(exit.Complete, "import", s.file("capitals", spelled(strings.ToUpper(id))),
		s.file("braces", spelled("{"+strings.ToUpper(id)+"}")))
	n := len(all)
	s.wantAnswer(fmt.Sprintf("%d\t1", n),
		fmt.Sprintf("SELECT uniqExact(record_id), countIf(record_id = '%s') FROM records", id))
	s.wantAnswer(fmt.Sprint(n), "SELECT uniqExact(record_id) FROM callrecords_store.loads")
	if r := s.want(exit.Complete, "run"); !strings.Contains(r.stdout, "nothing new") {
		t.Errorf("got a run that fetches what was imported, want nothing new: %s", r.stdout)
	}

	long := slices.Insert(all, 5, spelled(strings.Repeat("x", 300<<10)))
	s.said(exit.Partial, []string{"long.ndjson:6: not the id of a record: 307200 bytes"},
		"import", s.file("long.ndjson", bytes.Join(long, []byte("\n"))))
	s.wantAnswer(fmt.Sprintf("%d\t%[1]d", n), `
SELECT
    count(),
    (SELECT loaded FROM callrecords_store.runs ORDER BY started_at DESC LIMIT 1)
FROM records`)
}

// What most public scripts keep: the answer to $expand=sessions($expand=segments).
func TestPartDoesNotTakeTheWholesPlaceByItself(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, Seed: 3})
	all := s.archive()
	s.want(exit.Complete, "run")
	participants := s.ask("SELECT count() FROM participants")
	part := s.file("part.json", s.without(all[0], "participants_v2"))

	s.said(exit.Partial, []string{"part.json:1: not a whole call record", "no participants_v2", "--incomplete"},
		"import", part)
	s.wantAnswer(participants, "SELECT count() FROM participants")

	// Asked for, it does; and the next run fetches the whole.
	s.want(exit.Complete, "import", "--incomplete", part)
	if got := s.ask("SELECT count() FROM participants"); got == participants {
		t.Errorf("got %s participants, want those of the part gone", got)
	}
	s.wantAnswer("1\t1", `
SELECT
    sum(due),
    countIf(incident_reason LIKE 'loaded in part: it has no participants_v2%')
FROM callrecords_store.ledger_state`)
	s.want(exit.Complete, "run")
	s.wantAnswer(participants, "SELECT count() FROM participants")
	s.wantAnswer("0", "SELECT sum(due) FROM callrecords_store.ledger_state")
	s.wantWarehouseIsTenant()
}

// In the other order: the record is not known yet when its part comes.
func TestPartThatCameFirstIsFollowedByTheWhole(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, Seed: 3})
	var parts [][]byte
	for _, lacks := range []string{"participants_v2", "sessions"} {
		parts = append(parts, s.without(s.archive()[len(parts)], lacks))
	}
	s.want(exit.Complete, "import", "--incomplete", s.file("parts.ndjson", bytes.Join(parts, []byte("\n"))))
	s.wantAnswer("2", "SELECT count() FROM records")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
	if r := s.want(exit.Complete, "run"); !strings.Contains(r.stdout, "nothing new") {
		t.Errorf("got a run that fetches again, want nothing new: %s", r.stdout)
	}
}

// A tool that cuts a record anywhere, and leaves no sign of it, makes a whole one of
// what it keeps. Only Graph can tell: with --refetch it is asked, once.
func TestWhatWasCutWithoutASignIsFetchedWhenAskedFor(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 4, Seed: 3})
	var cut [][]byte
	for _, document := range s.archive() {
		var record map[string]json.RawMessage
		var sessions []json.RawMessage
		s.must(json.Unmarshal(document, &record))
		s.must(json.Unmarshal(record["sessions"], &sessions))
		record["sessions"] = slices.Concat([]byte("["), sessions[0], []byte("]"))
		text, err := json.Marshal(record)
		s.must(err)
		cut = append(cut, text)
	}
	s.want(exit.Complete, "import", "--refetch", s.file("cut.ndjson", bytes.Join(cut, []byte("\n"))))
	s.wantAnswer("4", "SELECT count() FROM sessions")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
	if r := s.want(exit.Complete, "run"); !strings.Contains(r.stdout, "nothing new") {
		t.Errorf("got a run that fetches again, want nothing new: %s", r.stdout)
	}
}

// An SDK gives the first page of the sessions and keeps the link to the next one.
func TestFirstPageThatCameFirstIsFollowedByTheWhole(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 2, LargeSessions: 70, Seed: 3})
	var documents [][]byte
	for _, document := range s.archive() {
		var record map[string]json.RawMessage
		var sessions []json.RawMessage
		s.must(json.Unmarshal(document, &record))
		s.must(json.Unmarshal(record["sessions"], &sessions))
		var err error
		record["sessions"], err = json.Marshal(sessions[:min(len(sessions), schema.SessionsPerPage)])
		s.must(err)
		cut, err := json.Marshal(record)
		s.must(err)
		documents = append(documents, cut)
	}
	s.want(exit.Complete, "import", s.file("pages.ndjson", bytes.Join(documents, []byte("\n"))))
	s.wantAnswer("60", "SELECT max(n) FROM (SELECT count() AS n FROM sessions GROUP BY record_id)")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
}

// A replay loads a part anew, and does not make the whole of it.
func TestPartThatIsReplayedIsFollowedByTheWhole(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, Seed: 3})
	part := s.file("part.json", s.without(s.archive()[0], "participants_v2"))
	s.want(exit.Complete, "import", "--incomplete", part)
	s.want(exit.Complete, "replay")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
}

// What another tool has cut has no mark: the live load of the version has more.
func TestDocumentThatWasCutTakesNothingAwayByItself(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, Seed: 3})
	all := s.archive()
	s.want(exit.Complete, "run")
	var record map[string]json.RawMessage
	s.must(json.Unmarshal(all[0], &record))
	record["sessions"] = json.RawMessage("[]")
	cut, err := json.Marshal(record)
	s.must(err)
	file := s.file("cut.ndjson", bytes.Join([][]byte{cut, all[1]}, []byte("\n")))

	s.said(exit.Partial, []string{"refused", "is live with more rows", "sessions", "--incomplete"}, "import", file)
	s.wantWarehouseIsTenant()
	s.want(exit.Complete, "replay") // the pages that were refused stay what they are
	s.wantWarehouseIsTenant()
	s.want(exit.Complete, "import", "--incomplete", file)
	s.wantAnswer("1", "SELECT count() FROM records WHERE record_id NOT IN (SELECT record_id FROM sessions)")
}

// Each kind of file that is not quite what it should be, among good ones.
func TestWhatCannotBeReadIsNamedAndTheRestLoads(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 8, Seed: 3})
	all := s.archive()
	var wide bytes.Buffer
	for _, c := range utf16.Encode([]rune("\ufeff" + string(all[0]))) {
		s.must(binary.Write(&wide, binary.LittleEndian, c))
	}
	s.file("in/a-wide.json", wide.Bytes())
	s.file("in/b-page.json",
		[]byte(`{"statusCode":200,"headers":{"a":"b"},"body":{"value":[`), all[1], []byte(`]}}`))
	latin := bytes.Replace(all[3], []byte(`"id":"`), []byte("\"x\":\"Zo\xeb\",\"id\":\""), 1)
	s.file("in/c-latin.ndjson", all[2], []byte("\n"), latin)
	s.file("in/d-one-line.json",
		[]byte("["), all[3], []byte(`,{"id":"x","rate":NaN},`), all[4], []byte(","), all[5], []byte("]"))
	s.file("in/e-object.json", []byte(`{"Id":"a","Version":1,"Sessions":[]}`))
	s.file("in/f-sessions.json", []byte(`{"value":[{"id":"s","segments":[]},{"id":"s","segments":[]}]}`))
	s.file("in/g-broken.gz", s.gzipped(all[6])[:30])
	s.file("in/h-batch.json", []byte(`{"responses":[{"id":"1","status":200,"body":`), all[6],
		[]byte(`},{"id":"2","status":404,"body":{"error":{"code":"NotFound"}}}]}`))
	s.file("in/i-empty", nil)
	s.file("elsewhere/x.json", all[7])
	s.must(os.Symlink("../elsewhere", s.path("in/j-folder")))
	s.said(exit.Partial, []string{
		"in/c-latin.ndjson:2: byte 0xEB in line 2 is not UTF-8", "iconv -f WINDOWS-1252",
		"in/d-one-line.json:1: not JSON",
		"in/e-object.json:1: the object of an SDK",
		"in/f-sessions.json:1: a page of sessions of a call record",
		"in/g-broken.gz:1: ",
		"in/h-batch.json:1: an error that Graph answered",
		"in/i-empty:1: file is empty",
		"in/j-folder:1: a link to a folder",
	}, "import", "in")
	s.wantAnswer("7\t0", "SELECT count(), (SELECT count() FROM audit) FROM records")
	s.want(exit.Complete, "import", "in/j-folder")
	s.wantWarehouseIsTenant()
}

func TestNameWithNothingToReadIsWrongUsage(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	file := s.file("a.json", s.archive()[0])
	s.must(os.Mkdir(s.path("empty"), 0o700))
	for name, said := range map[string]string{
		"/dev/zero": "neither a file nor a pipe", "empty": "without files", "missing": "no such file",
	} {
		t.Run(name, func(t *testing.T) {
			r := s.exporter("import", file, name)
			if r.code != exit.Usage || !strings.Contains(r.stderr, name+": ") || !strings.Contains(r.stderr, said) {
				t.Errorf("got %s, want exit code %d and %q", r, exit.Usage, said)
			}
		})
	}
	s.want(exit.Complete, "import", file)
}

// Zeros are known by the first of them. A pipe that is left open ends with the
// signal, in the middle of a document.
func TestImportOfAnEndlessTextEndsWithTheSignal(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	r := s.feed(make([]byte, 32<<20), "import", "-")
	if r.code != exit.Partial || !strings.Contains(r.stdout, "not text") {
		t.Errorf("got %s, want that zeros are no text", r)
	}
	ctx, cancel := context.WithTimeout(t.Context(), hangs)
	defer cancel()
	c := s.command(ctx, "import", "-")
	in, err := c.StdinPipe()
	s.must(err)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	s.must(c.Start())
	_, err = io.WriteString(in, `{"id":"`+strings.Repeat("x", 8<<20)) // more than what a pipe holds: it reads
	s.must(err)
	s.must(c.Process.Signal(syscall.SIGTERM))
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		c.Process.Kill()
		t.Fatal("got an import that goes on, want it to end with SIGTERM")
	}
	if got := c.ProcessState.ExitCode(); got != exit.Failed {
		t.Errorf("got exit code %d, want %d: %s", got, exit.Failed, stderr.String())
	}
}

func TestImportKeepsNoPagesWhenNoneAreWanted(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 2}, "export:\n", "export:\n  raw_pages: false\n")
	in := s.file("in.ndjson", bytes.Join(s.archive(), []byte("\n")), []byte("\n{\n"))
	s.want(exit.Partial, "import", in)
	s.wantAnswer("1\trefused", "SELECT count(), any(kind) FROM callrecords_store.raw_pages")
}
