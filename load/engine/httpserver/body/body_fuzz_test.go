package body

import (
	"bytes"
	"errors"
	"io"
	"net/http/httptest"
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
		all := NewInFlight(budget)
		held := all.Hold()
		var text []byte
		in, err := Plain(r, limit, held)
		if err == nil {
			text, err = io.ReadAll(in)
		}
		if len(text) > limit {
			t.Errorf("got %d bytes, want %d at most", len(text), limit)
		}
		if _, ours := errors.AsType[*engine.Exception](err); err != nil && blocks && !ours {
			t.Errorf("got %v, want an exception", err)
		}
		held.Release()
		if !all.left.TryAcquire(budget) {
			t.Error("got bytes that stay held, want all given back")
		}
	})
}
