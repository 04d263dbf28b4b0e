package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// archive is the tenant's documents, one a record, as another tool has them.
func (s *site) archive() (documents [][]byte) {
	s.Helper()
	for _, h := range s.tenant.Headers() {
		d, ok := s.tenant.Document(h.ID)
		if !ok {
			s.Fatalf("tenant has no document %s", h.ID)
		}
		documents = append(documents, d)
	}
	return documents
}

// file writes a file into the site's folder, and returns its name there.
func (s *site) file(name string, parts ...[]byte) string {
	s.Helper()
	s.must(os.MkdirAll(filepath.Dir(s.path(name)), 0o700))
	s.must(os.WriteFile(s.path(name), bytes.Join(parts, nil), 0o600))
	return name
}

// feed runs the program with a text on its standard input.
func (s *site) feed(in []byte, args ...string) result {
	s.Helper()
	var stdout, stderr bytes.Buffer
	c := s.command(s.Context(), args...)
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(in), &stdout, &stderr
	if err := c.Run(); err != nil && c.ProcessState == nil {
		s.Fatal(err)
	}
	return result{c.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

func (s *site) gzipped(text []byte) []byte {
	s.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(text)
	s.must(err)
	s.must(z.Close())
	return b.Bytes()
}

func (s *site) zstandard(text []byte) []byte {
	s.Helper()
	z, err := zstd.NewWriter(nil)
	s.must(err)
	return z.EncodeAll(text, nil)
}

// A part of the archive in every wrapping and compression there is, and the
// warehouse equals the documents, column by column.
func TestImportOfEveryWrappingEqualsTheDocuments(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 60, LargeSessions: 100, Seed: 11})
	all := s.archive()
	n := len(all) / 5
	var pretty bytes.Buffer
	s.must(json.Indent(&pretty, all[0], "", "  "))
	s.file("in/deep/one.json", pretty.Bytes())
	s.file("in/.hidden.json", []byte("not to be read"))
	s.file("in/array.txt", []byte("[\n"), bytes.Join(all[1:n], []byte(",\n")), []byte("\n]\n"))
	s.file("in/lines.gz", s.gzipped(bytes.Join(all[n:2*n], []byte("\n"))))
	s.file("in/envelope", s.zstandard([]byte(`{"@odata.context":"x","value":[`+string(bytes.Join(all[2*n:3*n], []byte(",")))+`],"@odata.nextLink":"y"}`)))
	s.file("last.ndjson", bytes.Join(all[3*n:4*n], []byte("\r\n")))

	s.want(exit.Complete, "import", "in", "last.ndjson")
	if r := s.feed(s.gzipped(bytes.Join(all[4*n:], []byte("\n"))), "import", "-"); r.code != exit.Complete {
		t.Fatal(r)
	}
	s.wantWarehouseIsTenant()
	s.wantAnswer("0", "SELECT count() FROM audit")
	s.wantAnswer(fmt.Sprint(len(all)), "SELECT count() FROM callrecords_store.raw_pages")

	want := `nothing new`
	if full := s.fullPages(all); full > 0 { // late telemetry makes one at some times of day
		want = fmt.Sprintf(`(?m)^due +%d$`, full)
	}
	r := s.want(exit.Complete, "run")
	if !regexp.MustCompile(want).MatchString(r.stdout) {
		t.Errorf("run after the import: got %s, want %s", r.stdout, want)
	}
}

// fullPages is how many documents may be cut at the end of a page, for all that they
// show: a run fetches those again.
func (s *site) fullPages(documents [][]byte) (n int) {
	s.Helper()
	for _, text := range documents {
		var d struct {
			Sessions     []json.RawMessage
			Participants []json.RawMessage `json:"participants_v2"`
		}
		s.must(json.Unmarshal(text, &d))
		if len(d.Sessions) == schema.SessionsPerPage || len(d.Participants) == schema.ParticipantsPerPage {
			n++
		}
	}
	return n
}

func TestBadDocumentIsNamedByFileAndLineAndTheRestLoads(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5, Seed: 3})
	all := s.archive()
	var record map[string]any
	s.must(json.Unmarshal(all[4], &record))
	delete(record, "sessions")
	header, err := json.Marshal(record)
	s.must(err)
	s.file("bad.ndjson", bytes.Join([][]byte{
		all[0],
		[]byte(`{"id": "broken", "version": `),
		all[1],
		[]byte(`{"id": "x", "version": 1, "participants_v2": [], "sessions": []}`),
		header,
		all[2],
		all[3][:len(all[3])/2],
	}, []byte("\n")))
	s.file("cut.gz", s.gzipped(all[3])[:200])

	r := s.want(exit.Partial, "import", "bad.ndjson", "cut.gz")
	for _, want := range []string{
		"bad.ndjson:2: not JSON", "bad.ndjson:4: record x", "bad.ndjson:5: not a whole call record",
		"bad.ndjson:7: document breaks off", "cut.gz:1:",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("got %s, want %q in it", r.stdout, want)
		}
	}
	s.wantAnswer("3", "SELECT count() FROM records")
	s.wantAnswer("0", "SELECT count() FROM audit")
	s.wantAnswer("1", "SELECT count() FROM callrecords_store.load_log WHERE outcome = 'set aside' AND record_id = 'x'")
	s.wantAnswer("1", `SELECT count() FROM callrecords_store.raw_pages WHERE url = 'bad.ndjson:2' AND startsWith(body, '{"id": "broken"')`)

	s.want(exit.Complete, "import", "--incomplete", s.file("header.json", header))
	s.wantAnswer("4", "SELECT count() FROM records")
}

func TestImportFollowsTheRulesOfVersions(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	document := func(version int, sessions string) string {
		return fmt.Sprintf(`{"id":"a","version":%d,"startDateTime":"2026-01-02T03:04:05Z","participants_v2":[],"sessions":[%s]}`, version, sessions)
	}
	session := `{"id":"s","segments":[]}`
	s.want(exit.Complete, "import", s.file("2.json", []byte(document(2, session+","+session))))
	s.want(exit.Complete, "import", s.file("1.json", []byte(document(1, session))))
	s.wantAnswer("2\t2", "SELECT version, (SELECT count() FROM sessions) FROM records")
	fewer := s.file("2b.json", []byte(document(2, session)+document(1, "")))
	if r := s.want(exit.Partial, "import", fewer); !strings.Contains(r.stdout, "1 of 2 sessions") {
		t.Errorf("got %s, want what it would take away", r)
	}
	s.wantAnswer("2\t2", "SELECT version, (SELECT count() FROM sessions) FROM records")
	s.want(exit.Complete, "import", "--incomplete", fewer)
	s.wantAnswer("2\t1", "SELECT version, (SELECT count() FROM sessions) FROM records")
	s.wantAnswer("import\tcomplete\t2", "SELECT command, outcome, loaded FROM callrecords_store.runs ORDER BY started_at DESC LIMIT 1")
}

// Who only ever imports must not wait for answers for ever.
func TestImportLooksForWhatCanBeComputedAhead(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	const looked = "SELECT count() FROM callrecords_store.facts_log WHERE to_load = 0" // others say up to where it swept
	s.want(exit.Complete, "import", s.file("a.json", s.archive()[0]))
	s.wantAnswer("1", looked)
}

func TestImportAsksForATenantWhenThereIsNoTelling(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1}, "tenants:", "tenants:\n  - tenant_id: 11111111-2222-3333-4444-555555555555\n    auth: {client_id: x, client_secret: y}")
	file := s.file("a.json", s.archive()[0])
	if r := s.want(exit.Usage, "import", file); !strings.Contains(r.stderr, "--tenant") {
		t.Error(r)
	}
	s.want(exit.Usage, "import", "--tenant", "contoso", file)
	s.want(exit.Usage, "import", "--tenant", graphtest.DefaultTenantID, "not-there.json")
	s.want(exit.Complete, "import", "--tenant", strings.ToUpper(graphtest.DefaultTenantID), file)
	s.wantAnswer(graphtest.DefaultTenantID, "SELECT tenant_id FROM records")
}
