package pipeline

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"callrecords/schema"
)

// load loads documents into the world, which is asked as a source by nobody then.
func (w *world) load(
	t *testing.T, documents iter.Seq2[Document, error], change ...func(*LoadOptions),
) (Report, error) {
	t.Helper()
	o := LoadOptions{Options: w.options("import")}
	for _, c := range change {
		c(&o)
	}
	return Load(t.Context(), o, documents)
}

// document is the record of an id, in so many pages.
func (w *world) document(id string, version uint64, pages int) (all []Document) {
	w.add(w.header(id, version, 1))
	w.ledger[id] = &entry{}
	for i := range pages {
		all = append(all, Document{RecordID: id, Version: version, Index: uint32(i), Place: "file:" + id,
			Page: schema.Page{Kind: schema.PageRecord, Body: []byte(id)}})
	}
	return all
}

// each yields documents, and then an error if there is one.
func each(documents []Document, err error) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
		if err != nil {
			yield(Document{}, err)
		}
	}
}

func TestDocumentsAreLoadedCommittedAndRecordedLikeFetchedRecords(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("a", 3, 1), w.document("b", 1, 4), w.document("c", 2, 2))
	r, err := w.load(t, each(all, nil), func(o *LoadOptions) { o.RawPages, o.BatchRows = true, 3 })
	want(t, r, err, figures{loaded: 3, complete: true})
	if r.Outcome != RunComplete {
		t.Errorf("got outcome %q, want %q", r.Outcome, RunComplete)
	}
	if r.Bytes != 7 {
		t.Errorf("got %d bytes, want 7", r.Bytes)
	}
	if len(w.runs) != 1 || w.runs[0].Command != "import" {
		t.Errorf("got runs %+v, want that of the import", w.runs)
	}
	if want := map[string]uint64{"a": 3, "b": 1, "c": 2}; !maps.Equal(w.live, want) {
		t.Errorf("got live %v, want %v", w.live, want)
	}
	if w.ledger["a"].loaded != 3 {
		t.Errorf("got version %d in the ledger, want 3", w.ledger["a"].loaded)
	}
	if len(w.archive) != 7 {
		t.Errorf("got %d pages in the archive, want 7", len(w.archive))
	}
	if want := []string{"insert", "archive", "commit", "record"}; !slices.Equal(w.steps[:4], want) {
		t.Errorf("the first batch: got %v, want %v", w.steps[:4], want)
	}
}

func TestBadDocumentIsSetAsideByItsPlaceAndTheRestLoads(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("a", 1, 1), w.document("bad", 1, 2), w.document("unread", 1, 1),
		w.document("b", 1, 1))
	w.fail["bad"] = errMalformed
	all[3].Bad, all[3].Page.Body = errors.New("no such file"), nil
	r, err := w.load(t, each(all, nil))
	want(t, r, err, figures{loaded: 2})
	if r.SetAside != 2 {
		t.Errorf("got %d set aside, want 2", r.SetAside)
	}
	if r.Outcome != RunPartial {
		t.Errorf("got outcome %q, want %q", r.Outcome, RunPartial)
	}
	want := map[string]string{"bad": "file:bad: malformed", "unread": "file:unread: no such file"}
	if !maps.Equal(w.aside, want) {
		t.Errorf("got set aside %v, want %v", w.aside, want)
	}
	if len(w.archive) != 2 {
		t.Errorf("got %d pages in the archive, want those of the bad one", len(w.archive))
	}
}

func TestPagesOfTheArchiveAreNotStoredAgain(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("a", 1, 1), w.document("bad", 1, 2))
	w.fail["bad"] = errMalformed
	r, err := w.load(t, each(all, nil), func(o *LoadOptions) { o.FromArchive = true })
	want(t, r, err, figures{loaded: 1})
	if r.SetAside != 1 {
		t.Errorf("got %d set aside, want 1", r.SetAside)
	}
	if len(w.archive) != 0 {
		t.Errorf("got %d pages in the archive, want none", len(w.archive))
	}
}

func TestRecordWhosePagesBreakOffIsNotCommittedAndThoseBeforeAre(t *testing.T) {
	t.Parallel()
	w := newWorld()
	disk := errors.New("disk")
	all := slices.Concat(w.document("a", 1, 2), w.document("b", 1, 2))
	r, err := w.load(t, each(all, disk))
	if !errors.Is(err, disk) {
		t.Errorf("got error %v, want that of the disk", err)
	}
	if r.Loaded != 1 || w.live["b"] != 0 {
		t.Errorf("got %d loaded, live %v, want a only", r.Loaded, w.live)
	}
	if r.Outcome != RunFailed || r.Error == "" {
		t.Errorf("got outcome %q, error %q, want %q with the error", r.Outcome, r.Error, RunFailed)
	}
}

func TestBatchThatIsNotCommittedEndsTheLoadAndSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for step, advice := range map[string]string{
		"insert":  "not loaded, the same command loads them again",
		"archive": "not committed, the same command loads them again",
		"commit":  "gone",
		"record":  "the ledger is not told, the same command loads them again",
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.refuse[step] = errors.New("gone")
			all := slices.Concat(w.document("a", 1, 1), w.document("b", 1, 1))
			_, err := w.load(t, each(all, nil), func(o *LoadOptions) { o.BatchRows = 1 })
			if err == nil || !strings.Contains(err.Error(), advice) {
				t.Errorf("got error %v, want one with %q", err, advice)
			}
			if len(w.live) != 0 && step != "record" {
				t.Errorf("got live %v, want nothing", w.live)
			}
			if w.runs[0].Outcome != RunFailed {
				t.Errorf("got outcome %q, want %q", w.runs[0].Outcome, RunFailed)
			}
		})
	}
}

func TestLoadWithoutAFamilyIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld()
	_, err := w.load(t, each(nil, nil), func(o *LoadOptions) { o.Family = schema.Family{} })
	if err == nil || !strings.Contains(err.Error(), "no family") {
		t.Errorf("got error %v, want that the family is missing", err)
	}
}
