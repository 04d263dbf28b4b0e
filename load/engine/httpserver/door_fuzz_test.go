package httpserver

import (
	"bytes"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/compress"

	"callrecords/load/engine"
)

// Whatever a body is, it ends in its bytes or in an exception, within its bounds, and
// gives back all that it held.
func FuzzBodiesKeepToTheirBounds(f *testing.F) {
	for _, method := range []compress.Method{compress.LZ4, compress.ZSTD, compress.None} {
		w := compress.NewWriter(compress.LevelZero, method)
		if err := w.Compress(bytes.Repeat([]byte("SELECT 1 "), 30)); err != nil {
			f.Fatal(err)
		}
		f.Add(bytes.Clone(w.Data), true, "")
	}
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), false, "gzip")
	f.Add([]byte("SELECT 1"), false, "")
	f.Fuzz(func(t *testing.T, body []byte, blocks bool, encoding string) {
		const limit, budget = 1 << 16, 1 << 18
		target := "/"
		if blocks {
			target = "/?decompress=1"
		}
		r := httptest.NewRequest("POST", target, bytes.NewReader(body))
		r.Header.Set("Content-Encoding", encoding)
		all := newInFlight(budget)
		held := &held{of: all}
		var text []byte
		in, err := plain(r, limit, held)
		if err == nil {
			text, err = io.ReadAll(in)
		}
		if len(text) > limit {
			t.Errorf("got %d bytes, want %d at most", len(text), limit)
		}
		if _, ours := errors.AsType[*engine.Exception](err); err != nil && blocks && !ours {
			t.Errorf("got %v, want an exception", err)
		}
		held.release()
		if !all.left.TryAcquire(budget) {
			t.Error("got bytes that stay held, want all given back")
		}
	})
}

// A tree is counted or refused, whatever its lines are, and no count is below the
// number of its nodes.
func FuzzTreesAreCountedOrRefused(f *testing.F) {
	for _, tree := range []string{
		"QUERY id: 0\n  PROJECTION\n    LIST id: 1, nodes: 1\n      MATCHER id: 2, matcher_type: ASTERISK\n" +
			"  JOIN TREE\n    IDENTIFIER id: 3, identifier: t\n",
		"QUERY id: 0\n  WITH\n    LIST id: 1, nodes: 1\n      QUERY id: 2, is_cte: 1, cte_name: a\n        JOIN TREE\n" +
			"          IDENTIFIER id: 3, identifier: a\n  JOIN TREE\n    IDENTIFIER id: 4, alias: x, identifier: a\n",
		"QUERY id: 0\n  PROJECTION\n    LIST id: 1, nodes: 1\n      FUNCTION id: 2, alias: f, function_name: f\n",
		"LAMBDA id: 0, alias: f\n  EXPRESSION \n    FUNCTION id: 1, function_name: f\n",
		"UNION id: 0\n  QUERIES\n    LIST id: 1, nodes: 0\n", "MATCHER id: 0", "X", "",
	} {
		f.Add(tree)
	}
	f.Fuzz(func(t *testing.T, tree string) {
		if judgeSize(tree) == nil && strings.Count(tree, " id: ") > maxExpanded {
			t.Errorf("got a tree of %d nodes served", strings.Count(tree, " id: "))
		}
	})
}
