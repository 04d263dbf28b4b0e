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
	return schema.RawPage{Owner: schema.Owner{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: l.RecordID, Version: l.Version, LoadID: l.LoadID}, Index: index,
		Page: schema.Page{Kind: schema.PageSessions, URL: "u", Body: fmt.Appendf(nil, "%s %d\n\xff\x00", l.RecordID, index)}}
}

// aside sets a load aside whose pages are in the archive.
func (f *fixture) aside(id string, version uint64, pages ...uint32) {
	f.Helper()
	f.asideAt(f.now, id, version, pages...)
}

// asideAt does so with pages that were fetched at another time.
func (f *fixture) asideAt(fetched time.Time, id string, version uint64, pages ...uint32) {
	f.Helper()
	l := schema.Load{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: id, Version: version, LoadID: f.Commits.NextLoadID(f.now)}
	f.kept(l, fetched, pages...)
	owner := schema.Owner{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: id, Version: version, LoadID: l.LoadID}
	f.must(f.Commits.SetAside(f.Context(), "run", f.now, []schema.Refusal{{Owner: owner, Reason: "why"}}))
}

// archive are the pages of a selection: record, version, page.
func (f *fixture) archive(s archive.Selection) (pages []string) {
	f.Helper()
	s.Tenant = tenant
	for p, err := range f.Archive.Pages(f.Context(), s) {
		f.must(err)
		if want := fmt.Sprintf("%s %d\n\xff\x00", p.RecordID, p.Index); string(p.Page.Body) != want || p.Page.URL != "u" {
			f.Errorf("page %q is %q", want, p.Page.Body)
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
	f := setup(t)
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
}

func TestArchiveOfAWindowIsOfWhatStartsInIt(t *testing.T) {
	f := setup(t)
	for id, start := range map[string]time.Time{"a": noon.Add(-1), "b": noon, "c": noon.Add(time.Hour - 100), "d": noon.Add(time.Hour)} {
		l := f.rows(id, 1, start, 1)
		f.kept(l, f.now, 0)
		f.commit(l)
	}
	f.aside("e", 1, 0) // only Graph's list knows when it starts
	_, err := f.Ledger(schema.CallRecords).RecordListed(f.Context(), tenant, f.now, []schema.Header{{ID: "e", Version: 1, Start: noon}})
	f.must(err)
	f.wantArchive(archive.Selection{Window: schema.Window{From: noon, To: noon.Add(time.Hour)}}, "b.1.0 c.1.0 e.1.0")
}

func TestArchiveIsReadInManyRangesWithoutLossOrRepetition(t *testing.T) {
	f := setup(t)
	var want []string
	var loads []schema.Load
	var pages []schema.RawPage
	for i := range 120 { // more than one query reads
		l := schema.Load{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: fmt.Sprintf("%03d", i), Version: 1, LoadID: f.Commits.NextLoadID(f.now), Start: noon}
		loads = append(loads, l)
		for index := range uint32(2) {
			want = append(want, fmt.Sprintf("%s.1.%d", l.RecordID, index))
			pages = append(pages, pageOf(l, index))
		}
	}
	f.must(f.Archive.StorePages(t.Context(), f.now, pages))
	f.commit(loads...)
	if got := f.archive(archive.Selection{}); !slices.Equal(got, want) {
		t.Errorf("%d pages, want %d: %v", len(got), len(want), got)
	}
	n, err := f.Archive.RecordCount(t.Context(), archive.Selection{Tenant: tenant})
	tenants, err2 := f.Archive.Tenants(t.Context(), schema.CallRecords.Name)
	if err != nil || err2 != nil || n != 120 || !slices.Equal(tenants, []string{tenant}) {
		t.Errorf("%d records of %v, %v, %v", n, tenants, err, err2)
	}
}

func TestReplayThatWasBegunIsFoundUntilItEnds(t *testing.T) {
	f := setup(t)
	begun := func(since time.Duration) string {
		id, err := f.Archive.ResumableReplay(t.Context(), tenant, "replay-a-", len("replay-a-1"), f.now.Add(-since))
		f.must(err)
		return id
	}
	if got := begun(time.Hour); got != "" {
		t.Errorf("found %q in nothing", got)
	}
	f.must(f.Commits.Commit(t.Context(), "replay-a-1-x", f.now, []schema.Load{f.rows("a", 1, noon, 1)}))
	f.must(f.Commits.Commit(t.Context(), "replay-b-2-x", f.now, []schema.Load{f.rows("a", 1, noon, 1)}))
	if got := begun(time.Hour); got != "replay-a-1" {
		t.Errorf("found %q", got)
	}
	if got := begun(-time.Minute); got != "" {
		t.Errorf("found %q that is too long ago", got)
	}
	run := schema.Run{ID: "replay-a-1-y", TenantID: tenant, Command: "replay", Outcome: "failed", Started: f.now, Finished: f.now,
		Window: schema.Window{From: noon, To: noon}}
	f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), run))
	if got := begun(time.Hour); got != "replay-a-1" {
		t.Errorf("found %q after it failed", got)
	}
	run.Outcome = "partial"
	f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), run))
	if got := begun(time.Hour); got != "" {
		t.Errorf("found %q after it ended", got)
	}
}
