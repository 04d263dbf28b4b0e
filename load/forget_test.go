package load_test

import (
	"testing"
	"time"
)

func TestArchiveForgetsOldPagesButNotOfWhatWasSetAside(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		may, june := time.Date(2026, 5, 10, 0, 0, 0, 0, time.UTC), time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)
		for id, fetched := range map[string]time.Time{"a": may, "b": may, "c": june, "d": june.Add(time.Hour)} {
			l := f.rows(id, 2, noon, 1)
			f.kept(l, fetched, 0, 1)
			f.commit(l)
		}
		f.asideAt(june, "a", 1, 0) // older than what is live
		f.asideAt(june, "b", 3, 0) // newer
		f.asideAt(june, "e", 1, 0)
		n, err := f.Archive.PrunePages(t.Context(), june.Add(time.Minute))
		f.must(err)
		if n != 7 {
			t.Errorf("got %d pages forgotten, want 7", n)
		}
		f.want("SELECT groupArray((record_id, version)) "+
			"FROM (SELECT record_id, version FROM %s_store.raw_pages ORDER BY ALL)",
			"[('b',3),('d',2),('d',2),('e',1)]")
		f.want("SELECT count() FROM system.parts WHERE active "+
			"AND database = '%s_store' AND table = 'raw_pages' AND partition = '202605'", "0")
		n, err = f.Archive.PrunePages(t.Context(), june.Add(time.Minute))
		f.must(err)
		if n != 0 {
			t.Errorf("got %d pages forgotten again, want 0", n)
		}
		f.commit(f.begin("e", 1, noon))
		n, err = f.Archive.PrunePages(t.Context(), june.Add(time.Minute))
		f.must(err)
		if n != 1 {
			t.Errorf("got %d pages forgotten once loaded, want 1", n)
		}
	})
}
