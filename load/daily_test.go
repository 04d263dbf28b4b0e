package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/load/db"
	"callrecords/schema"
)

// daily are the pages of the loads of a day: record, version, page of pages.
func (f *fixture) daily(day time.Time) string {
	f.Helper()
	var pages []string
	for p, err := range f.Archive.DayPages(f.Context(), tenant, schema.CallRecords.Name, day) {
		f.must(err)
		if got, want := string(p.Page.Body), fmt.Sprintf("%s %d\n\xff\x00", p.RecordID, p.Index); got != want {
			f.Errorf("got body %q, want %q", got, want)
		}
		pages = append(pages, fmt.Sprintf("%s.%d.%d/%d", p.RecordID, p.Version, p.Index, p.Pages))
	}
	return strings.Join(pages, " ")
}

func TestArchiveOfADayIsOfAllLoadsThatBeganOnItAndCameToAnEnd(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		began := db.LoadTime(f.begin("x", 1, noon).LoadID).Truncate(24 * time.Hour)
		first, second := f.rows("a", 1, noon, 1), f.rows("a", 2, noon, 1)
		f.kept(first, f.now, 0)
		f.kept(second, f.now, 0, 1)
		f.commit(first, second) // both, also the one that no reader sees any more
		f.aside("b", 1, 0)
		f.aside("c", 1, 1, 2)                     // its first page was not kept
		f.kept(f.rows("d", 1, noon, 1), f.now, 0) // broken off
		f.commit(f.rows("e", 1, noon, 1))         // nothing of it in the archive
		if got, want := f.daily(began), "a.1.0/1 a.2.0/2 a.2.1/2 b.1.0/1"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		for _, other := range []time.Time{began.AddDate(0, 0, -1), began.AddDate(0, 0, 1)} {
			if got := f.daily(other); got != "" {
				t.Errorf("%s: got %s, want nothing", other.Format(time.DateOnly), got)
			}
		}
		days, err := f.Archive.Days(t.Context(), tenant, schema.CallRecords.Name)
		f.must(err)
		if want := []time.Time{began}; !slices.EqualFunc(days, want, time.Time.Equal) {
			t.Errorf("got days %v, want %v", days, want)
		}
	})
}
