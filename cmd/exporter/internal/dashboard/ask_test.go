package dashboard

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/load/engine/httpserver"
)

// Who closes a tab ends its questions, and nothing else: an answer that breaks off is told by a
// panic, and those of a page are asked where no server takes it.
func TestWhoGoesAwayEndsTheQuestionsAlone(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	var asked sync.WaitGroup
	asked.Add(atOnce)
	door := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked.Done()
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
	go func() {
		asked.Wait()
		leave()
	}()
	pages := New(Options{Door: door, Logger: slog.New(slog.DiscardHandler), Now: now, MaxTime: time.Minute})
	pages.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, chosen.Path, nil))
	if ctx.Err() == nil {
		t.Error("got an answer before anybody left")
	}
}

func TestAnAnswerThatBreaksOffIsSaid(t *testing.T) {
	t.Parallel()
	door := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	pages := New(Options{Door: door, Logger: slog.New(slog.DiscardHandler), Now: now, MaxTime: time.Minute})
	for _, path := range []string{chosen.Path, chosen.Path + "sql?sql=SELECT+1"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			if _, text := get(t, pages, path); !strings.Contains(text, "the answer broke off") || !strings.Contains(text, "</html>") {
				t.Errorf("got no word of it in\n%s", text)
			}
		})
	}
}

// What a statement says is not believed to have the shape of an answer.
func TestAnswersOfAnyShapeMakeAPage(t *testing.T) {
	t.Parallel()
	many := "[" + strings.TrimSuffix(strings.Repeat("1,", 1000), ",") + "]"
	for name, c := range map[string]struct{ answer, want string }{
		"a row too short": {`{"meta": [{"name": "a"}, {"name": "b"}], "data": [[1]]}`, "a row of 1 values, want 2"},
		"a row too long":  {`{"meta": [{"name": "a"}], "data": [[1, 2]]}`, "a row of 2 values, want 1"},
		"rows of nothing": {`{"meta": [], "data": [[], []]}`, "2 rows"},
		"no rows":         {`{}`, "0 rows"},
		"no JSON":         {`1`, "answer of the warehouse"},
		"a number without end": {`{"meta": [{"name": "a", "type": "Date"}, {"name": "b", "type": "Float64"}],
			"data": [["2026-11-01", 1e400], ["2026-11-02", -1e308]]}`, "2 rows"},
		"too many values": {`{"meta": [], "data": [` + strings.TrimSuffix(strings.Repeat(many+",", 400), ",") + `]}`, "too long to be shown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, text := get(t, made(map[string]string{"hostile": c.answer}), chosen.Path+"sql?sql=SELECT+hostile")
			if status != http.StatusOK || !strings.Contains(text, c.want) || !strings.Contains(text, "</html>") {
				t.Errorf("got status %d, want 200 with %q\n%s", status, c.want, text)
			}
		})
	}
}

func TestAFormatOfTheReadersOwnIsRefused(t *testing.T) {
	t.Parallel()
	pages := New(Options{Door: httpserver.New(store, httpserver.Options{}), Logger: slog.New(slog.DiscardHandler), Now: now, MaxTime: time.Minute})
	for _, sql := range []string{
		"SELECT 1 FORMAT CSV",
		`SELECT '{"meta":[{"name":"a"},{"name":"b"}],"data":[[1]]}' FORMAT TSVRaw`,
		`SELECT '{"meta":[{"name":"a"},{"name":"b"}],"data":[[1]]}' FORMAT TSVRaw SETTINGS max_threads = 1`,
	} {
		t.Run(sql, func(t *testing.T) {
			t.Parallel()
			if _, text := get(t, pages, chosen.Path+"sql?sql="+url.QueryEscape(sql)); !strings.Contains(text, "leave FORMAT out") {
				t.Errorf("got no word of it in\n%s", text)
			}
		})
	}
}
