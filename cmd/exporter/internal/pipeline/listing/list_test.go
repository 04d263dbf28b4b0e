package listing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/schema"
)

// noted is a ledger that keeps what it is told.
type noted [][]schema.Header

// RecordListed takes the headers down.
func (n *noted) RecordListed(_ context.Context, _ string, _ time.Time, headers []schema.Header) (int, error) {
	*n = append(*n, headers)
	return len(headers), nil
}

func TestRecordThatIsListedTwiceIsNotedOnceInItsNewestVersion(t *testing.T) {
	t.Parallel()
	var ledger noted
	l := &List{opts: Options{Ledger: &ledger, Now: time.Now}}
	a1, a2, b := schema.Header{ID: "a", Version: 1}, schema.Header{ID: "a", Version: 2}, schema.Header{ID: "b", Version: 1}
	if err := l.note(t.Context(), []schema.Header{a1, b, a2, a1}); err != nil {
		t.Fatal(err)
	}
	if want := []schema.Header{a2, b}; !slices.Equal(ledger[0], want) {
		t.Errorf("got %+v, want %+v", ledger[0], want)
	}
}

func TestRefusedRowsAreBounded(t *testing.T) {
	t.Parallel()
	l := &List{}
	for range 2 {
		var span refusals
		for i := range maxRefused {
			span.add(fmt.Sprint("row ", i))
		}
		span.add("one more")
		l.refused.join(span)
	}
	all := l.Complaints()
	if len(all) != maxRefused+1 {
		t.Fatalf("got %d complaints, want %d rows and how many more", len(all), maxRefused)
	}
	if got, want := all[maxRefused], fmt.Sprintf("and %d more", maxRefused+2); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
