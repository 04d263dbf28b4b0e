package httpserver

import (
	"context"
	"io"
	"strings"
	"testing"

	"callrecords/load/engine"
)

// parrot is an engine that answers every question with a harmless tree.
type parrot struct {
	engine.SessionEngine
	asked *[]string
}

func (p parrot) QueryIn(_ context.Context, sql, _ string, _ engine.QuerySession) (io.ReadCloser, error) {
	if sql == definitions { // what the views are made of, whatever the statement is
		return io.NopCloser(strings.NewReader("")), nil
	}
	*p.asked = append(*p.asked, sql)
	return io.NopCloser(strings.NewReader("QUERY id: 0\n")), nil
}

// What is let through is either made of words, or the engine looked at all of
// it: what runs is the end of what came, and the engine saw the end of that.
func FuzzNothingRunsUnseen(f *testing.F) {
	for _, sql := range []string{
		"SELECT 1", "/* x */ SELECT file('x')", "-- \nSHOW TABLES", "EXPLAIN header = 1, actions=1 SELECT 1", "DESCRIBE TABLE file('x')",
		"DESC t", "exists default.x", "(SELECT 1)", "WITH x AS (SELECT 1) SELECT 2", "SELECT 1 INTO OutFile 'x'", "/*", "--",
	} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		var asked []string
		req := &request{statement: sql}
		if New(parrot{asked: &asked}, Options{}).permit(t.Context(), req) != nil {
			return
		}
		if !strings.HasSuffix(sql, req.statement) || strings.Contains(strings.ToLower(req.statement), "outfile") {
			t.Errorf("got %q of %q, want its end without outfile", req.statement, sql)
		}
		if len(asked) == 0 {
			if strings.ContainsAny(req.statement, `(\{`) {
				t.Errorf("got %q let through unseen, want it looked at", req.statement)
			}
			return
		}
		for _, question := range asked {
			_, seen, _ := strings.Cut(question, "(\n")
			seen = strings.TrimPrefix(strings.TrimSuffix(seen, "\n)"), "SELECT * FROM ")
			if head := strings.TrimSuffix(req.statement, seen); len(head)+len(seen) != len(req.statement) || strings.Contains(head, "(") {
				t.Errorf("got %q looked at, want all of %q", seen, req.statement)
			}
		}
	})
}
