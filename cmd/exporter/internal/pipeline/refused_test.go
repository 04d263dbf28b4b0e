package pipeline

import (
	"context"
	"iter"
	"slices"
	"testing"

	"callrecords/schema"
)

// refusing is a source whose records are all one answer that was refused.
type refusing struct{ *world }

func (r refusing) Fetch(_ context.Context, h schema.Header) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		answer := schema.Page{Body: make([]byte, 100)}
		yield(schema.Page{}, &schema.SourceError{Fault: schema.FaultRefused, RecordID: h.ID, Page: answer})
	}
}

// TestRefusedAnswersFillABatch: they are kept until the batch is committed, so they count.
func TestRefusedAnswersFillABatch(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		w.add(w.header(id, 1, 5))
	}
	_, err := w.run(t, func(o *RunOptions) { o.Source, o.BatchBytes = refusing{w}, 200 })
	if err != nil {
		t.Fatal(err)
	}
	batches := len(slices.DeleteFunc(slices.Clone(w.steps), func(step string) bool { return step != "archive" }))
	if batches < 3 {
		t.Errorf("got %d batches of 6 answers, want one of every 2", batches)
	}
}
