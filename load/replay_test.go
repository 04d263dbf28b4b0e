package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/load/archive"
	"callrecords/schema"
)

// kept puts so many pages of a load into the archive, of which some may be missing.
func (f *fixture) kept(l schema.Load, fetched time.Time, pages ...uint32) {
	f.Helper()
	var all []schema.RawPage
	for _, i := range pages {
		all = append(all, pageOf(l, i))
	}
	f.must(f.Archive.StorePages(f.Context(), fetched, all))
}

// pageOf is one page of a load, of bytes that no JSON has.
func pageOf(l schema.Load, index uint32) schema.RawPage {
	l.Family, l.TenantID = schema.CallRecords.Name, tenant
	body := fmt.Appendf(nil, "%s %d\n\xff\x00", l.RecordID, index)
	return schema.RawPage{
		Owner: ownerOf(l), Index: index, Page: schema.Page{Kind: schema.PageSessions, URL: "u", Body: body},
	}
}

// aside sets a load aside whose pages are in the archive.
func (f *fixture) aside(id string, version uint64, pages ...uint32) {
	f.Helper()
	f.asideAt(f.now, id, version, pages...)
}

// asideAt does so with pages that were fetched at another time.
func (f *fixture) asideAt(fetched time.Time, id string, version uint64, pages ...uint32) {
	f.Helper()
	l := f.begin(id, version, noon)
	f.kept(l, fetched, pages...)
	f.must(f.Commits.SetAside(f.Context(), "run", f.now, []schema.Refusal{{Owner: ownerOf(l), Reason: "why"}}))
}

// archive are the pages of a selection: record, version, page.
func (f *fixture) archive(s archive.Selection) (pages []string) {
	f.Helper()
	s.Tenant = tenant
	for p, err := range f.Archive.Pages(f.Context(), s) {
		f.must(err)
		if got, want := string(p.Page.Body), fmt.Sprintf("%s %d\n\xff\x00", p.RecordID, p.Index); got != want {
			f.Errorf("got body %q, want %q", got, want)
		}
		if p.Page.URL != "u" {
			f.Errorf("got URL %q, want u", p.Page.URL)
		}
		pages = append(pages, fmt.Sprintf("%s.%d.%d", p.RecordID, p.Version, p.Index))
	}
	return pages
}

func (f *fixture) wantArchive(s archive.Selection, want string) {
	f.Helper()
	if got := strings.Join(f.archive(s), " "); got != want {
		f.Errorf("archive of %+v\n got %s\nwant %s", s, got, want)
	}
}

func TestArchiveGivesTheLastWholeLoadOfTheLiveVersionAndNewerOnesSetAside(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		for i, version := range []uint64{1, 3, 3, 2} { // page counts tell the loads apart
			l := f.rows("a", version, noon, 1)
			f.kept(l, f.now, []uint32{0, 1, 2, 3}[:i+1]...)
			f.commit(l)
		}
		f.aside("a", 4, 0, 1)                     // newer than what is live
		f.aside("a", 2, 0)                        // older
		f.aside("b", 1, 0)                        // never loaded
		f.aside("c", 1, 1, 2)                     // its first page was not kept
		f.kept(f.rows("d", 1, noon, 1), f.now, 0) // broken off: neither committed nor set aside
		f.kept(schema.Load{LoadID: 1}, f.now, 0)  // a document that names no record
		f.commit(f.rows("e", 1, noon, 1))         // nothing of it in the archive
		f.wantArchive(archive.Selection{}, "a.3.0 a.3.1 a.3.2 a.4.0 a.4.1 b.1.0")
		f.wantArchive(archive.Selection{Record: "b"}, "b.1.0")
		f.wantArchive(archive.Selection{Record: "e"}, "")
		f.wantArchive(archive.Selection{Done: "ru"}, "")
	})
}

func TestArchiveOfAWindowIsOfWhatStartsInIt(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		for id, start := range map[string]time.Time{
			"a": noon.Add(-1), "b": noon, "c": noon.Add(time.Hour - 100), "d": noon.Add(time.Hour),
		} {
			l := f.rows(id, 1, start, 1)
			f.kept(l, f.now, 0)
			f.commit(l)
		}
		f.aside("e", 1, 0) // only Graph's list knows when it starts
		f.note(header("e", 1, noon))
		window := schema.Window{From: noon, To: noon.Add(time.Hour)}
		f.wantArchive(archive.Selection{Window: window}, "b.1.0 c.1.0 e.1.0")
	})
}

func TestArchiveIsReadInManyRangesWithoutLossOrRepetition(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		var want []string
		var loads []schema.Load
		var pages []schema.RawPage
		for i := range 120 { // more than one query reads
			l := f.begin(fmt.Sprintf("%03d", i), 1, noon)
			loads = append(loads, l)
			for index := range uint32(2) {
				want = append(want, fmt.Sprintf("%s.1.%d", l.RecordID, index))
				pages = append(pages, pageOf(l, index))
			}
		}
		f.must(f.Archive.StorePages(t.Context(), f.now, pages))
		f.commit(loads...)
		if got := f.archive(archive.Selection{}); !slices.Equal(got, want) {
			t.Errorf("got %d pages %v, want %d", len(got), got, len(want))
		}
		n, err := f.Archive.RecordCount(t.Context(), archive.Selection{Tenant: tenant})
		f.must(err)
		if n != 120 {
			t.Errorf("got %d records, want 120", n)
		}
		tenants, err := f.Archive.Tenants(t.Context(), schema.CallRecords.Name)
		f.must(err)
		if want := []string{tenant}; !slices.Equal(tenants, want) {
			t.Errorf("got tenants %q, want %q", tenants, want)
		}
	})
}

func TestReplayThatWasBegunIsFoundUntilItEnds(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		wantBegun := func(when string, since time.Duration, want string) {
			t.Helper()
			got, err := f.Archive.ResumableReplay(
				t.Context(), tenant, "replay-a-", len("replay-a-1"), f.now.Add(-since))
			f.must(err)
			if got != want {
				t.Errorf("%s: got %q, want %q", when, got, want)
			}
		}
		ended := func(outcome string) {
			t.Helper()
			f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{
				ID: "replay-a-1-y", TenantID: tenant, Command: "replay", Outcome: outcome,
				Started: f.now, Finished: f.now, Window: schema.Window{From: noon, To: noon},
			}))
		}
		wantBegun("nothing was begun", time.Hour, "")
		for _, run := range []string{"replay-a-1-x", "replay-b-2-x"} {
			_, err := f.Commits.Commit(t.Context(), run, f.now, f.rowsOf([]string{"a"}, 1, noon, 1))
			f.must(err)
		}
		wantBegun("it was begun", time.Hour, "replay-a-1")
		wantBegun("it was begun too long ago", -time.Minute, "")
		ended("failed")
		wantBegun("it failed", time.Hour, "replay-a-1")
		ended("partial")
		wantBegun("it ended", time.Hour, "")
	})
}
