package dashboard

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/internal/story"
	"callrecords/load"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/httpserver"
	"callrecords/schema"
)

const database = "pages"

// store is the engine of all tests; door is the way to the one warehouse, with the simulated
// tenant.
var (
	store   enginetest.Store
	theDoor = sync.OnceValues(func() (http.Handler, error) {
		w, err := story.Warehouse(context.Background(), store, database,
			graphtest.Options{
				Records: 300, Seed: 5, Days: 14, LargeSessions: 40, PstnCalls: 100, DirectRoutingCalls: 200, Now: now,
			})
		if err == nil {
			err = errors.Join(w.Ledger(schema.CallRecords).RecordRun(context.Background(), schema.Run{
				ID: "run", TenantID: graphtest.DefaultTenantID, Command: "serve", Started: now().Add(-time.Hour),
				Finished: now(), Outcome: "partial", Listed: 302, Loaded: 301, Left: 1, OldestDueID: unread,
			}), listUnread(w))
		}
		return &remembering{Handler: httpserver.New(store, httpserver.Options{Database: database}),
			answers: map[[sha256.Size]byte]*httptest.ResponseRecorder{}}, err
	})
)

// unread is a call that Graph has listed, and that is not in; unreadDay is a day of a log.
const (
	unread    = "0badc0de-0000-4000-8000-000000000000"
	unreadDay = "pstn_calls/2026-11-26"
)

// listUnread has the ledger say so.
func listUnread(w *load.Warehouse) (err error) {
	for id, f := range map[string]schema.Family{unread: schema.CallRecords, unreadDay: schema.PstnCalls} {
		_, listed := w.Ledger(f).RecordListed(context.Background(), graphtest.DefaultTenantID, now(),
			[]schema.Header{{ID: id, Version: math.MaxInt64, Start: now().Add(-24 * time.Hour)}})
		err = errors.Join(err, listed)
	}
	return errors.Join(err, w.Ledger(schema.CallRecords).RecordOutcomes(context.Background(), graphtest.DefaultTenantID,
		[]schema.Outcome{{RecordID: unread, Version: 1, Kind: schema.OutcomeSetAside, Reason: "page 0: no start", At: now()}}))
}

func TestMain(m *testing.M) {
	os.Exit(enginetest.Main(m, embedded.Options{Connections: 4}, func(s enginetest.Store) error {
		store = s
		return nil
	}))
}

// remembering keeps the engine's answers: a page that is looked at five times is asked once.
type remembering struct {
	http.Handler
	mu      sync.Mutex
	answers map[[sha256.Size]byte]*httptest.ResponseRecorder
}

// ServeHTTP implements [http.Handler].
func (d *remembering) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sql, _ := io.ReadAll(r.Body)
	key := sha256.Sum256([]byte(r.URL.RawQuery + string(sql)))
	d.mu.Lock()
	answer := d.answers[key]
	d.mu.Unlock()
	if answer == nil {
		r.Body = io.NopCloser(strings.NewReader(string(sql)))
		answer = httptest.NewRecorder()
		d.Handler.ServeHTTP(answer, r)
		if r.Context().Err() == nil {
			d.mu.Lock()
			d.answers[key] = answer
			d.mu.Unlock()
		}
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// pagesOf are the pages of the simulated tenant.
func pagesOf(t *testing.T) http.Handler {
	t.Helper()
	door, err := theDoor()
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{Door: door, Store: database + "_store", Logger: slog.New(slog.DiscardHandler), Now: now})
}

// serve serves them until the test ends.
func serve(t *testing.T) (url string) {
	t.Helper()
	s := httptest.NewServer(pagesOf(t))
	t.Cleanup(s.Close)
	return s.URL
}

// get is a page.
func get(t *testing.T, pages http.Handler, at string, head ...string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, at, nil)
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// now is when the pages are looked at, and the tenant's, so that it is the same one each day.
func now() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) }
