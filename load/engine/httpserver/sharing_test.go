package httpserver_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

// counted is an engine that counts what it is asked, and answers when it is let.
type counted struct {
	engine.SessionEngine
	asked atomic.Int64
	wait  time.Duration
	size  int
	fail  error
}

func (c *counted) QueryIn(_ context.Context, sql, _ string, _ engine.QuerySession) (io.ReadCloser, error) {
	if strings.Contains(sql, "system.tables") { // what the views are made of
		return io.NopCloser(strings.NewReader("")), nil
	}
	if strings.HasPrefix(sql, "EXPLAIN") {
		return io.NopCloser(strings.NewReader(
			"QUERY id: 0\n  JOIN TREE\n    QUERY id: 1\n      WHERE\n        CONSTANT id: 2\n")), nil
	}
	n := c.asked.Add(1)
	time.Sleep(c.wait)
	if c.fail != nil {
		return nil, c.fail
	}
	return io.NopCloser(strings.NewReader(fmt.Sprint(n, strings.Repeat("x", c.size), "\n"))), nil
}

// ask sends statements at once and returns the answers.
func ask(t *testing.T, h http.Handler, statements []string, headers ...string) []string {
	answers := make([]string, len(statements))
	var all sync.WaitGroup
	for i, sql := range statements {
		all.Go(func() {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/", strings.NewReader(sql))
			if err != nil {
				t.Error(err)
				return
			}
			for at := 0; at < len(headers); at += 2 {
				r.Header.Set(headers[at], headers[at+1])
			}
			w := &kept{header: http.Header{}}
			h.ServeHTTP(w, r)
			answers[i] = w.text.String()
		})
	}
	all.Wait()
	return answers
}

// kept is an answer in memory.
type kept struct {
	header http.Header
	text   strings.Builder
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(int)             {}
func (k *kept) Write(p []byte) (int, error) { return k.text.Write(p) }

func TestEqualStatementsShareAnAnswerForSomeSeconds(t *testing.T) {
	t.Parallel()
	panels := func(users int) (all []string) {
		for range users {
			for p := range 15 {
				all = append(all, fmt.Sprintf("SELECT %d", p))
			}
		}
		return all
	}
	for name, c := range map[string]struct {
		below      *counted
		opts       httpserver.Options
		headers    []string
		statements []string
		asked      int64
	}{
		"five users of a dashboard":   {&counted{wait: time.Second}, httpserver.Options{}, nil, panels(5), 15},
		"who wants a fresh one":       {&counted{}, httpserver.Options{}, []string{"Cache-Control", "no-cache"}, panels(2), 30},
		"who says so among others":    {&counted{}, httpserver.Options{}, []string{"Cache-Control", "No-Transform, No-Cache"}, panels(2), 30},
		"who reloads a page":          {&counted{}, httpserver.Options{}, []string{"Cache-Control", "max-age=0"}, panels(2), 30},
		"where others may write":      {&counted{}, httpserver.Options{Writable: true, Password: "x"}, []string{"X-ClickHouse-Key", "x"}, panels(2), 30},
		"where everybody is the user": {&counted{}, httpserver.Options{Kin: true}, nil, panels(2), 30},
		"a long result":               {&counted{size: 1 << 20}, httpserver.Options{}, nil, panels(2), 30},
		"a failure":                   {&counted{fail: engine.Exceptionf(241, "no memory")}, httpserver.Options{}, nil, panels(2), 30},
		"another format":              {&counted{}, httpserver.Options{}, nil, []string{"SELECT 1 FORMAT CSV", "SELECT 1 FORMAT TSV"}, 2},
		"a setting that changes no answer": {&counted{}, httpserver.Options{}, nil,
			[]string{"SELECT 1", "SELECT 1 SETTINGS max_threads = 1"}, 1},
		"another setting": {&counted{}, httpserver.Options{}, nil,
			[]string{"SELECT 1", "SELECT 1 SETTINGS join_use_nulls = 1"}, 2},
		"another filter": {&counted{}, httpserver.Options{}, nil, []string{
			"SELECT 1 SETTINGS additional_table_filters = {'t': 'n = 1'}",
			"SELECT 1 SETTINGS additional_table_filters = {'t': 'n = 2'}",
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := httpserver.New(c.below, c.opts)
				ask(t, h, c.statements, c.headers...)
				if got := c.below.asked.Load(); got != c.asked {
					t.Errorf("got %d statements on the engine, want %d", got, c.asked)
				}
			})
		})
	}
}

func TestSharedAnswerIsTheWholeAndGetsOld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		below := &counted{wait: time.Second}
		h := httpserver.New(below, httpserver.Options{})
		for _, step := range []struct {
			after time.Duration
			want  string
		}{{0, "1\n"}, {2 * time.Second, "1\n"}, {2 * time.Second, "2\n"}} {
			time.Sleep(step.after)
			for _, got := range ask(t, h, []string{"SELECT 1", "SELECT 1"}) {
				if got != step.want {
					t.Errorf("%s later: got %q, want %q", step.after, got, step.want)
				}
			}
		}
	})
}

// Who says how old an answer may be gets one of that age, but of no more than a minute.
func TestSharedAnswerIsNotOlderThanItsReaderTakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		says  string
		after time.Duration
		want  string
	}{
		"a minute, soon":          {"max-age=60", 59 * time.Second, "1\n"},
		"a minute, after it":      {"max-age=60", 61 * time.Second, "2\n"},
		"an hour, after a minute": {"max-age=3600", 61 * time.Second, "2\n"},
		"a second, soon":          {"max-age=1", 999 * time.Millisecond, "1\n"},
		"a second, after it":      {"max-age=1", 2 * time.Second, "2\n"},
		"no more than is usual":   {"max-stale", 4 * time.Second, "2\n"},
		"what is no age":          {"max-age=soon", 4 * time.Second, "2\n"},
		"a fresh one":             {"max-age=60, no-cache", time.Second, "2\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := httpserver.New(&counted{}, httpserver.Options{})
				ask(t, h, []string{"SELECT 1"})
				time.Sleep(c.after)
				if got := ask(t, h, []string{"SELECT 1"}, "Cache-Control", c.says); got[0] != c.want {
					t.Errorf("got %q, want %q", got[0], c.want)
				}
				time.Sleep(2 * time.Minute) // until what is kept is forgotten
			})
		})
	}
}

// What is kept of answers is bounded: the oldest goes first.
func TestSharedAnswersAreNotKeptWithoutEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ size, statements, kept int }{
		"many":  {10, 300, 128},
		"large": {1<<20 - 100, 40, 16},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				below := &counted{size: c.size}
				h := httpserver.New(below, httpserver.Options{})
				for n := range c.statements {
					time.Sleep(time.Millisecond)
					ask(t, h, []string{fmt.Sprint("SELECT ", n)}, "Cache-Control", "max-age=60")
				}
				for n := c.statements - 1; n >= c.statements-c.kept; n-- {
					ask(t, h, []string{fmt.Sprint("SELECT ", n)}, "Cache-Control", "max-age=60")
				}
				if got := below.asked.Load(); got != int64(c.statements) {
					t.Errorf("got %d statements on the engine, want the last %d answers kept", got, c.kept)
				}
				ask(t, h, []string{fmt.Sprint("SELECT ", c.statements-c.kept-1)}, "Cache-Control", "max-age=60")
				if got := below.asked.Load(); got != int64(c.statements)+1 {
					t.Errorf("got %d statements on the engine, want the one before them asked again", got)
				}
				time.Sleep(2 * time.Minute)
			})
		})
	}
}

// A shared answer has the headers of one that was made for its reader.
func TestSharedAnswerHasItsHeaders(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for range 2 {
		got := s.post("SELECT toDateTime(0) AS at FORMAT JSON SETTINGS session_timezone = 'Asia/Tokyo'")
		for header, want := range map[string]string{
			"X-ClickHouse-Format": "JSON", "Content-Type": "application/json; charset=UTF-8",
			"X-ClickHouse-Timezone": "Asia/Tokyo",
		} {
			if got.Get(header) != want {
				t.Errorf("got %s %q, want %q", header, got.Get(header), want)
			}
		}
	}
}
