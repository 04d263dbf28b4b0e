package dashboard

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

// counted counts the statements that the engine answers.
type counted struct {
	engine.SessionEngine
	mu    sync.Mutex
	times map[string]int
}

// QueryIn implements [engine.SessionEngine].
func (c *counted) QueryIn(ctx context.Context, sql, format string, s engine.QuerySession) (io.ReadCloser, error) {
	if !strings.HasPrefix(sql, "EXPLAIN") && len(s.Parameters) > 0 {
		c.mu.Lock()
		c.times[sql]++
		c.mu.Unlock()
	}
	return c.SessionEngine.QueryIn(ctx, sql, format, s)
}

// Five people look at two pages with some fifteen panels in the same moment, as after a mail: nobody's
// panel is refused, and equal questions are asked once.
func TestFivePeopleAtOnceAreAnsweredAsOne(t *testing.T) {
	t.Parallel()
	pagesOf(t) // which fills the warehouse
	asked := &counted{SessionEngine: store, times: map[string]int{}}
	pages := New(Options{Door: httpserver.New(asked, httpserver.Options{Database: database, Limits: httpserver.Limits{Queries: 4}}),
		Store: database + "_store", Logger: slog.New(slog.DiscardHandler), Now: now})
	var people sync.WaitGroup
	for range 5 {
		people.Go(func() {
			for _, page := range []string{"", "sites"} {
				status, text := get(t, pages, chosen.Path+page)
				if status != http.StatusOK || strings.Contains(text, `class="trouble"`) || strings.Count(text, `class="panel`) < 5 {
					t.Errorf("got status %d and a panel in trouble\n%s", status, text)
				}
			}
		})
	}
	people.Wait()
	total := func() (n int) {
		asked.mu.Lock()
		defer asked.mu.Unlock()
		for _, times := range asked.times {
			n += times
		}
		return n
	}
	n := len(asked.times)
	if n < 13 || total() != n {
		t.Errorf("got %d statements asked %d times, want each once", n, total())
	}
	get(t, pages, chosen.Path)
	if total() != n {
		t.Errorf("got %d statements after somebody went back, want the %d of before", total(), n)
	}
	get(t, pages, chosen.Path, "Cache-Control", "max-age=0")
	if again := total() - n; again < 8 {
		t.Errorf("got %d statements asked when the page was loaded anew, want all of it", again)
	}
}
