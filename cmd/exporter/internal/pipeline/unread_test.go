package pipeline

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"callrecords/schema"
)

// oddPile is a batch whose records have values that their columns cannot hold.
type oddPile struct{ *pile }

func (p oddPile) Open(o schema.Owner) Reading { return oddSheet{&sheet{pile: p.pile, owner: o}} }

type oddSheet struct{ *sheet }

func (s oddSheet) Close() schema.Load {
	load := s.sheet.Close()
	if load.RecordID != "good" {
		load.Unread = schema.Unread{Values: 2, First: "page 0, /type"}
	}
	return load
}

func TestUnreadValuesAreReportedAndLoggedOncePerBatch(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("good", 1, 1), w.document("a", 3, 1), w.document("b", 1, 1))
	var log bytes.Buffer
	r, err := w.load(t, each(all, nil), func(o *LoadOptions) {
		o.NewBatch = func() Batch { return oddPile{&pile{world: w}} }
		o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	})
	want(t, r, err, figures{loaded: 3, complete: true})
	if want := (schema.Unread{Values: 4, First: "record a, page 0, /type"}); r.Unread != want {
		t.Errorf("got %+v, want %+v", r.Unread, want)
	}
	if got := strings.Count(log.String(), "level=WARN"); got != 1 {
		t.Errorf("got %d warnings, want 1:\n%s", got, log.String())
	}
	for _, part := range []string{"values=4", `first="record a, page 0, /type"`} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("got the log %s, want %s in it", log.String(), part)
		}
	}
}
