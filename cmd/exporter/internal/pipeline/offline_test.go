package pipeline

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"callrecords/schema"
)

// load loads documents into the world, which has no source then.
func (w *world) load(t *testing.T, documents iter.Seq2[Document, error], change ...func(*Options)) (Report, error) {
	t.Helper()
	o := Options{Tenant: tenant, Command: "import", Ledger: w, Loader: w, Batch: func() Batch { return &pile{world: w} }}
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

func TestDocumentsAreLoadedCommittedAndSettledLikeFetchedRecords(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("a", 3, 1), w.document("b", 1, 4), w.document("c", 2, 2))
	r, err := w.load(t, each(all, nil), func(o *Options) { o.RawPages, o.BatchRows = true, 3 })
	if err != nil || r.Loaded != 3 || r.Outcome != "complete" || r.Bytes != 7 || len(w.runs) != 1 || w.runs[0].Command != "import" {
		t.Fatalf("%+v, %v", r, err)
	}
	if w.live["a"] != 3 || w.live["b"] != 1 || w.live["c"] != 2 || w.ledger["a"].loaded != 3 || len(w.vault) != 7 {
		t.Errorf("live %v, %d pages", w.live, len(w.vault))
	}
	if order := strings.Join(w.steps[:4], " "); order != "insert keep commit settle" {
		t.Errorf("the first batch went %s", order)
	}
}

func TestBadDocumentIsSetAsideByItsPlaceAndTheRestLoads(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("a", 1, 1), w.document("bad", 1, 2), w.document("unread", 1, 1), w.document("b", 1, 1))
	w.fail["bad"] = errMalformed
	all[3].Bad, all[3].Page.Body = errors.New("no such file"), nil
	r, err := w.load(t, each(all, nil))
	if err != nil || r.Loaded != 2 || r.SetAside != 2 || r.Complete() || r.Outcome != "incomplete" {
		t.Fatalf("%+v, %v", r, err)
	}
	if w.aside["bad"] != "file:bad: malformed" || w.aside["unread"] != "file:unread: no such file" || len(w.vault) != 2 {
		t.Errorf("aside %v, %d pages", w.aside, len(w.vault))
	}
}

func TestPagesOfTheVaultAreNotKeptAgain(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("a", 1, 1), w.document("bad", 1, 2))
	w.fail["bad"] = errMalformed
	r, err := w.load(t, each(all, nil), func(o *Options) { o.FromArchive = true })
	if err != nil || r.Loaded != 1 || r.SetAside != 1 || len(w.vault) != 0 {
		t.Errorf("%+v, %v, %d pages", r, err, len(w.vault))
	}
}

func TestRecordWhosePagesBreakOffIsNotCommittedAndThoseBeforeAre(t *testing.T) {
	t.Parallel()
	w := newWorld()
	disk := errors.New("disk")
	all := slices.Concat(w.document("a", 1, 2), w.document("b", 1, 2))
	r, err := w.load(t, each(all, disk))
	if !errors.Is(err, disk) || r.Loaded != 1 || w.live["b"] != 0 || r.Outcome != "failed" || r.Error == "" {
		t.Errorf("%+v, %v, live %v", r, err, w.live)
	}
}

func TestBatchThatIsNotCommittedEndsTheLoadAndSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.refuse["commit"] = errors.New("gone")
	_, err := w.load(t, each(slices.Concat(w.document("a", 1, 1), w.document("b", 1, 1)), nil), func(o *Options) { o.BatchRows = 1 })
	if err == nil || len(w.live) != 0 || w.runs[0].Outcome != "failed" {
		t.Errorf("%v, live %v", err, w.live)
	}
	w.refuse = map[string]error{"settle": errors.New("gone")}
	if _, err = w.load(t, each(w.document("a", 1, 1), nil)); err == nil || !strings.Contains(err.Error(), "same command") {
		t.Errorf("%v", err)
	}
}
