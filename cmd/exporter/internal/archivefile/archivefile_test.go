package archivefile

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"callrecords/load/archive"
	"callrecords/schema"
)

// page is one of a load.
func page(record string, load uint64, index, pages uint32, body string) archive.StoredPage {
	var p archive.StoredPage
	p.Owner = schema.Owner{
		TenantID: "t", Family: "call_records", RecordID: record, Version: 7, LoadID: load,
		Start: time.Date(2026, 3, 4, 5, 6, 7, 890_000_100, time.UTC),
	}
	p.Index, p.Pages = index, pages
	p.Page = schema.Page{Kind: schema.PageSessions, URL: "https://graph/x?$skiptoken=a&b", Body: []byte(body)}
	return p
}

// of yields pages, and then an error if there is one.
func of(err error, pages ...archive.StoredPage) iter.Seq2[archive.StoredPage, error] {
	return func(yield func(archive.StoredPage, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
		if err != nil {
			yield(archive.StoredPage{}, err)
		}
	}
}

var day = Day{TenantID: "t", Family: "call_records", Day: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)}

// readAll are the pages of a file.
func readAll(t *testing.T, file string) (pages []archive.StoredPage, err error) {
	t.Helper()
	for p, err := range Read(t.Context(), file, func(int) {}) {
		if err != nil {
			return pages, err
		}
		pages = append(pages, p.StoredPage)
	}
	return pages, nil
}

func TestPagesComeBackByteForByte(t *testing.T) {
	t.Parallel()
	pages := []archive.StoredPage{page("a", 1, 0, 2, `{"id": 1.0, "n":"\u00e9<>&"}`), page("a", 1, 1, 2, "{\n}")}
	for i, body := range []string{`null`, ` {}`, "\xff\x00", `not JSON`, ``, `"é"`, `{"a":1,"a":2}`} {
		pages = append(pages, page("b", uint64(i+2), 0, 1, body))
	}
	pages[2].Part, pages[3].Start = "sessions", time.Time{}
	w, err := day.write(t.TempDir(), of(nil, pages...))
	if err != nil {
		t.Fatal(err)
	}
	if w.Pages != len(pages) || w.Loads != 8 || w.Bytes == 0 {
		t.Errorf("got %+v, want 8 loads of %d pages", w, len(pages))
	}
	got, err := readAll(t, w.File)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(pages) {
		t.Fatalf("got %d pages, want %d", len(got), len(pages))
	}
	for i := range pages {
		if !bytes.Equal(got[i].Page.Body, pages[i].Page.Body) {
			t.Errorf("page %d: got body %q, want %q", i, got[i].Page.Body, pages[i].Page.Body)
		}
		got[i].Page.Body, pages[i].Page.Body = nil, nil
		if !reflect.DeepEqual(got[i], pages[i]) {
			t.Errorf("page %d: got %+v, want %+v", i, got[i], pages[i])
		}
	}
}

func TestADayIsWrittenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	names := func() (found []string) {
		_ = filepath.WalkDir(folder, func(file string, entry os.DirEntry, _ error) error {
			if !entry.IsDir() {
				found = append(found, filepath.Base(file))
			}
			return nil
		})
		return found
	}
	open, closed := day, day
	closed.Closed = true
	broken := errors.New("broken")
	for _, step := range []struct {
		what  string
		day   Day
		pages iter.Seq2[archive.StoredPage, error]
		err   error
		want  []string
	}{
		{"no loads", open, of(nil), nil, nil},
		{"an error on the way", open, of(broken, page("a", 1, 0, 1, "{}")), broken, nil},
		{"an open day", open, of(nil, page("a", 1, 0, 1, "{}")), nil, []string{"2026-03-04.open.ndjson.zst"}},
		{"an error, with a file there", open, of(broken), broken, []string{"2026-03-04.open.ndjson.zst"}},
		{"a day that is over", closed, of(nil, page("a", 1, 0, 1, "{}")), nil, []string{"2026-03-04.ndjson.zst"}},
	} {
		_, err := step.day.write(folder, step.pages)
		if !errors.Is(err, step.err) {
			t.Errorf("%s: got %v, want %v", step.what, err, step.err)
		}
		if got := names(); !reflect.DeepEqual(got, step.want) {
			t.Errorf("%s: got files %q, want %q", step.what, got, step.want)
		}
	}
	if there, err := day.written(folder); !there || err != nil {
		t.Errorf("got %v, %v, want that the day is there for good", there, err)
	}
}

func TestADayIsClosedOnceNoLoadOfItCanCommit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now  time.Time
		want bool
	}{
		"its last moment": {day.Day.Add(24*time.Hour - 1), false},
		"an hour later":   {day.Day.Add(25 * time.Hour), false},
		"a day later":     {day.Day.Add(48 * time.Hour), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := closed(day.Day, c.now); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestFilesThatAreNotWholeAreNamedWithTheirLine(t *testing.T) {
	t.Parallel()
	lines := func(pages ...archive.StoredPage) (text []byte) {
		for _, p := range pages {
			var err error
			if text, err = appendLine(text, p); err != nil {
				t.Fatal(err)
			}
		}
		return text
	}
	other := page("b", 2, 0, 1, "{}")
	other.TenantID = "u"
	whole := lines(page("a", 1, 0, 1, "{}"))
	for name, c := range map[string]struct {
		text  []byte
		lines int // that are read before
		want  string
	}{
		"a page is missing in the middle": {lines(page("a", 1, 0, 3, "{}"), page("a", 1, 2, 3, "{}")), 1, "line 2: record a"},
		"the first page is missing":       {lines(page("a", 1, 1, 2, "{}")), 0, "line 1: record a"},
		"the last page is missing":        {lines(page("a", 1, 0, 2, "{}")), 1, "line 1: record a"},
		"another load comes in between":   {lines(page("a", 1, 0, 2, "{}"), page("b", 2, 0, 1, "{}")), 1, "line 2: record b"},
		"another tenant":                  {append(whole, lines(other)...), 1, "line 2: a page of another tenant"},
		"no JSON":                         {append(whole, "{\n"...), 1, "line 2: not JSON"},
		"JSON of something else":          {[]byte(`{"id":"x"}`), 0, "line 1: not a page"},
		"no body":                         {[]byte(`{"tenant_id":"t","family":"f","record_id":"r","pages":1,"kind":"k"}`), 0, "line 1: not a page"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "x"+ending)
			packer, err := zstd.NewWriter(nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, packer.EncodeAll(c.text, nil), 0o600); err != nil {
				t.Fatal(err)
			}
			pages, err := readAll(t, file)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), file) {
				t.Errorf("got %v, want %s and the file's name", err, c.want)
			}
			if len(pages) != c.lines {
				t.Errorf("got %d pages before it, want %d", len(pages), c.lines)
			}
		})
	}
}

// FuzzLine: what is written is read back as it was, and what is read never panics.
func FuzzLine(f *testing.F) {
	f.Add([]byte(`{"a":[1, 2]}`), "r")
	f.Add([]byte("\xff\n"), "r")
	f.Add([]byte(`{"tenant_id":"t","family":"f","record_id":"r","pages":1,"kind":"k","body":{}}`), "r")
	f.Fuzz(func(t *testing.T, body []byte, record string) {
		_, _ = parseLine(body)
		if record == "" || strings.ToValidUTF8(record, "") != record {
			return // no record has such an id
		}
		text, err := appendLine(nil, page(record, 1, 0, 1, string(body)))
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(text, []byte("\n")); n != 1 {
			t.Fatalf("got %d lines, want 1", n)
		}
		p, err := parseLine(text)
		if len(body) == 0 && errors.Is(err, errNoPage) {
			t.Fatal("an empty body is a body")
		}
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(p.Page.Body, body) || p.RecordID != record {
			t.Errorf("got %q of %q, want %q of %q", p.Page.Body, p.RecordID, body, record)
		}
	})
}
