package load_test

import (
	"testing"
	"time"

	"callrecords/schema"
)

func TestArchiveForgetsOldPagesButNotOfWhatWasSetAside(t *testing.T) {
	f := setup(t)
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
	if err != nil || n != 7 {
		t.Errorf("%d pages forgotten, %v", n, err)
	}
	f.want("SELECT groupArray((record_id, version)) FROM (SELECT record_id, version FROM %s_store.raw_pages ORDER BY ALL)", "[('b',3),('d',2),('d',2),('e',1)]")
	f.want("SELECT count() FROM system.parts WHERE active AND database = '%s_store' AND table = 'raw_pages' AND partition = '202605'", "0")
	if n, err = f.Archive.PrunePages(t.Context(), june.Add(time.Minute)); err != nil || n != 0 {
		t.Errorf("%d pages forgotten again, %v", n, err)
	}
	f.commit(schema.Load{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: "e", Version: 1, LoadID: f.Commits.NextLoadID(f.now), Start: noon})
	if n, err = f.Archive.PrunePages(t.Context(), june.Add(time.Minute)); err != nil || n != 1 {
		t.Errorf("%d pages forgotten once loaded, %v", n, err)
	}
}
