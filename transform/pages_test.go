package transform_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/array"

	"callrecords/schema"
	"callrecords/transform"
)

// split cuts a document into the pages that Graph might have sent it in.
func split(t *testing.T, g *generator, document []byte) []schema.Page {
	t.Helper()
	var record map[string]json.RawMessage
	if err := json.Unmarshal(document, &record); err != nil {
		t.Fatal(err)
	}
	sessions, participants := items(t, record["sessions"]), items(t, record["participants_v2"])
	first, rest := cut(g, sessions)
	record["sessions"] = marshal(t, first)
	delete(record, "participants_v2")
	pages := []schema.Page{recordPage(marshal(t, record))}
	for len(rest) > 0 {
		first, rest = cut(g, rest)
		pages = append(pages, sessionsPage(marshal(t, map[string]any{"value": first, "@odata.nextLink": "https://graph/next"})))
	}
	for name := "participants_v2"; len(participants) > 0; name = "value" {
		first, participants = cut(g, participants)
		pages = append(pages, participantsPage(marshal(t, map[string]any{name: first, "@odata.context": "$metadata"})))
	}
	return pages
}

// cut takes some of the items, and none at times.
func cut(g *generator, all []json.RawMessage) (first, rest []json.RawMessage) {
	n := g.IntN(len(all) + 1)
	return append([]json.RawMessage{}, all[:n]...), all[n:]
}

func items(t *testing.T, list json.RawMessage) []json.RawMessage {
	t.Helper()
	var all []json.RawMessage
	if len(list) > 0 {
		if err := json.Unmarshal(list, &all); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestPagesMakeTheRowsOfTheWhole(t *testing.T) {
	t.Parallel()
	pages := 0
	for seed := range seeds(60) {
		g := newGenerator(t, seed)
		document := g.record("r")
		parts := split(t, g, document)
		compare(t, flattened(t, parts...), expected(t, document))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		pages += len(parts)
	}
	if n := int(seeds(60)); pages < 2*n {
		t.Errorf("got %d pages of %d documents, want twice as many at least", pages, n)
	}
}

func TestParticipantsComeAsCollectionOrInTheRecord(t *testing.T) {
	t.Parallel()
	first := []byte(`{"id":"r","version":1,"startDateTime":"2026-01-02T03:04:05Z"}`)
	list := `[{"id":"p1"},{"id":"p2"}]`
	collection := flattened(t, recordPage(first), participantsPage([]byte(`{"value":`+list+`}`)))
	entity := flattened(t, recordPage(first), participantsPage([]byte(`{"id":"r","version":1,"participants_v2":`+list+`,"other":1}`)))
	compare(t, entity, collection)
	if n := len(entity["participants"]); n != 2 {
		t.Errorf("got %d participants, want 2", n)
	}
}

// interleaved reads records in turns, a page each, with a step after each page.
func interleaved(t *testing.T, b *transform.Batch, records [][]schema.Page, step func()) {
	t.Helper()
	var open []*transform.Record
	for range records {
		open = append(open, b.Record(owner()))
	}
	for page, more := 0, true; more; page++ {
		more = false
		for i, pages := range records {
			if page >= len(pages) {
				continue
			}
			if err := open[i].Page(pages[page]); err != nil {
				t.Fatal(err)
			}
			more = true
			step()
		}
	}
	for _, r := range open {
		r.Close()
		step()
	}
}

// some are a few documents in pages, and what should come of them.
func some(t *testing.T, seed uint64) ([][]schema.Page, tables) {
	t.Helper()
	var records [][]schema.Page
	want := tables{}
	g := newGenerator(t, seed)
	for i := range 3 {
		document := g.record(fmt.Sprintf("r%d", i))
		records = append(records, split(t, g, document))
		for table, rows := range expected(t, document) {
			want[table] = append(want[table], rows...)
		}
	}
	return records, want
}

func TestRecordsReadInTurnsKeepTheirRows(t *testing.T) {
	t.Parallel()
	for seed := range seeds(15) {
		records, want := some(t, seed)
		b, got := transform.NewBatch(schema.CallRecords), tables{}
		interleaved(t, b, records, func() {})
		got.take(b)
		compare(t, got, want)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestTakeBetweenPagesLosesNothing(t *testing.T) {
	t.Parallel()
	for seed := range seeds(15) {
		records, want := some(t, seed)
		b, got := transform.NewBatch(schema.CallRecords), tables{}
		interleaved(t, b, records, func() { got.take(b) })
		compare(t, got, want)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestSizeIsRowsAndBytesSinceTheLastTake(t *testing.T) {
	t.Parallel()
	b := transform.NewBatch(schema.CallRecords)
	text := document("r")
	read(t, b, recordPage(text))
	size := func(when string, wantRows, wantBytes int) {
		t.Helper()
		rows, bytes := b.Size()
		if rows != wantRows {
			t.Errorf("%s: got %d rows, want %d", when, rows, wantRows)
		}
		if bytes != wantBytes {
			t.Errorf("%s: got %d bytes, want %d", when, bytes, wantBytes)
		}
	}
	size("before", 5, len(text))
	tables{}.take(b)
	size("after", 0, 0)
	if left := b.Take(); len(left) != 0 {
		t.Errorf("got %d tables of an empty batch, want none", len(left))
	}
}

func TestTakeHandsOutTheDictionariesOfItsOwnRows(t *testing.T) {
	t.Parallel()
	b := transform.NewBatch(schema.CallRecords)
	var batches []schema.Rows
	for i := range 3 {
		text := fmt.Sprintf(`{"id":"r","version":1,"startDateTime":"2026-01-02T03:04:05Z","type":"type%d"}`, i)
		read(t, b, recordPage([]byte(text)))
		batches = append(batches, b.Take()...)
	}
	for i, batch := range batches {
		want := fmt.Sprintf("type%d", i)
		t.Run(want, func(t *testing.T) {
			types := batch.Record.Column(7).(*array.Dictionary).Dictionary().(*array.String)
			if types.Len() != 1 {
				t.Fatalf("got %d values in the dictionary, want 1", types.Len())
			}
			if got := types.Value(0); got != want {
				t.Errorf("got %s in the dictionary, want %s", got, want)
			}
			batch.Record.Release()
		})
	}
}
