package httpserver_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

func TestBoundsHoldWhateverIsSet(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{
		Memory: 200 << 20, ResultRows: 100, ResultBytes: 1 << 20, Time: 20 * time.Second, Statement: 1000,
	}})
	const greedy = "SELECT count() FROM (SELECT number FROM numbers(10000000) GROUP BY number"
	for _, c := range []struct{ code, sql string }{
		{"MEMORY_LIMIT_EXCEEDED", greedy + ")"},
		{"ACCESS_DENIED", greedy + " SETTINGS max_memory_usage = 0)"},
		{"ACCESS_DENIED", greedy + ") SETTINGS max_memory_usage = 0"},
		{"ACCESS_DENIED", greedy + ") SETTINGS max_memory_usage = DEFAULT"},
		{"ACCESS_DENIED", "SELECT * FROM (" + greedy + ") SETTINGS max_memory_usage = DEFAULT)"},
		{"TOO_MANY_ROWS_OR_BYTES", "SELECT n FROM t"},
		{"ACCESS_DENIED", "SELECT n FROM t SETTINGS max_result_rows = 0"},
		{"ACCESS_DENIED", "SELECT n FROM t SETTINGS max_result_rows = DEFAULT"},
		{"ACCESS_DENIED", "SELECT n FROM t SETTINGS limit = 1"},
		{"TOO_MANY_ROWS_OR_BYTES", "SELECT arrayStringConcat(arrayMap(x -> 'xxxxxxxxxx', range(300000)))"},
		{"QUERY_IS_TOO_LARGE", "SELECT '" + strings.Repeat("x", 1000) + "'"},
	} {
		for _, format := range []string{"TSV", "JSON"} {
			s.refused(c.code, c.sql, "default_format", format, "wait_end_of_query", "1",
				"max_result_rows", "0", "max_memory_usage", "0", "max_result_bytes", "99999999999",
				"readonly", "0", "result_overflow_mode", "throw")
		}
	}
	s.want("100\n", "SELECT getSetting('max_result_rows')", "max_result_rows", "1000")
	s.want("7\n", "SELECT getSetting('max_result_rows')", "max_result_rows", "7")
	s.refused("TOO_MANY_ROWS_OR_BYTES", "SELECT n FROM t LIMIT 8", "max_result_rows", "7")
}

func TestSlowStatementsEnd(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Time: 100 * time.Millisecond}})
	const busy = "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)"
	s.refused("TIMEOUT_EXCEEDED", busy, "max_execution_time", "3600")
	s.refused("TIMEOUT_EXCEEDED", busy, "max_execution_time", "0.05", "default_format", "JSON")
	if got := s.post(busy); got.status != http.StatusRequestTimeout {
		t.Errorf("got status %d, want 408", got.status)
	}
	// A result that comes for hours ends with the exception in its middle.
	if got := s.post("SELECT number FROM numbers(1000000000000)"); !strings.Contains(got.text, "Code: 159. ") {
		t.Errorf("got %d bytes that end in %q, want the exception", len(got.text),
			got.text[max(0, len(got.text)-300):])
	}
}

// gate is an engine whose statements wait until they are let go.
type gate struct {
	engine.SessionEngine
	entered, leave chan struct{}
}

func (g gate) QueryIn(ctx context.Context, sql, _ string, _ engine.QuerySession) (io.ReadCloser, error) {
	if strings.Contains(sql, "system.tables") { // what the views are made of
		return io.NopCloser(strings.NewReader("")), nil
	}
	if strings.HasPrefix(sql, "EXPLAIN") {
		return io.NopCloser(strings.NewReader("QUERY id: 0\n")), nil
	}
	g.entered <- struct{}{}
	<-g.leave
	return io.NopCloser(strings.NewReader("1\n")), nil
}

func TestNoMoreRunAtOnceThanMay(t *testing.T) {
	t.Parallel()
	g := gate{entered: make(chan struct{}, 200), leave: make(chan struct{})}
	s := site{t, listen(t, httpserver.New(g, httpserver.Options{Limits: httpserver.Limits{Queries: 2}}))}
	const running, waiting, refused = 2, 128, 18
	answers := make(chan int, running+waiting+refused)
	var clients sync.WaitGroup
	ask := func() { // no-cache: equal statements share a result
		answers <- s.send(http.MethodPost, nil, "SELECT 1", "Cache-Control", "no-cache").status
	}
	for range running {
		clients.Go(ask)
	}
	for range running {
		<-g.entered
	}
	for range waiting + refused {
		clients.Go(ask)
	}
	// Nothing leaves the gate yet, so that the first to be answered are those refused.
	for range refused {
		if got := <-answers; got != http.StatusInternalServerError {
			t.Errorf("got status %d, want a refusal", got)
		}
	}
	if len(g.entered) > 0 {
		t.Error("got a third one that runs, want two")
	}
	close(g.leave)
	clients.Wait()
	for range running + waiting {
		if got := <-answers; got != http.StatusOK {
			t.Errorf("got status %d, want 200", got)
		}
	}
}

func TestClientThatGoesAwayStopsItsStatement(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Queries: 1}})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url,
		strings.NewReader("SELECT sum(sipHash64(number)) FROM numbers(1000000000000)"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := http.DefaultTransport.RoundTrip(r); err == nil {
		t.Fatal("got an answer, want none")
	}
	s.want("1\n", "SELECT 1") // has the only turn
}

func TestReadOnlyIsNotLiftedByDefault(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for _, sql := range []string{
		"SELECT getSetting('readonly') SETTINGS readonly = DEFAULT",
		"SELECT * FROM (SELECT getSetting('readonly') SETTINGS readonly = DEFAULT)",
		"SELECT 1 WHERE 1 IN (SELECT 1 SETTINGS max_execution_time = DEFAULT)",
		"SELECT 1 UNION ALL SELECT 2 SETTINGS readonly = DEFAULT",
		"(SELECT 1 SETTINGS readonly = DEFAULT) UNION ALL SELECT 2",
		"WITH q AS (SELECT 1 SETTINGS readonly = DEFAULT) SELECT 1",
		"SELECT * FROM view(SELECT 1 SETTINGS readonly = DEFAULT)",
		"SELECT * FROM numbers(3, SETTINGS readonly = DEFAULT)",
		"EXPLAIN SELECT 1 SETTINGS readonly = DEFAULT",
		"DESCRIBE (SELECT 1 SETTINGS readonly = DEFAULT)",
		"DESCRIBE t SETTINGS readonly = DEFAULT",
		"SHOW TABLES SETTINGS readonly = DEFAULT",
		"SHOW TABLES SETTINGS readonly = 0",
		"SELECT 1 FORMAT TSV SETTINGS readonly = DEFAULT",
		"SELECT 1 SETTINGS readonly = DEFAULT FORMAT TSV",
	} {
		s.refused("SYNTAX_ERROR READONLY ACCESS_DENIED", sql)
	}
}
