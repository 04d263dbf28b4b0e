package body

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// Plain is a request's body without its compression: ClickHouse's own blocks
// (decompress=1), or gzip. It ends with an error after so many bytes; 0 is no bound.
// What is read of it is held.
func Plain(r *http.Request, limit int64, held *Held) (io.Reader, error) {
	if r.URL.Query().Get("decompress") == "1" {
		most := limit
		if limit == 0 {
			most = 1 << 30
		}
		blocks := &unblocked{from: r.Body, most: most, held: held}
		return counted{Bounded(blocks, limit, ErrTooLarge), held}, nil
	}
	var body io.Reader = r.Body
	switch encoding := r.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
	case "gzip":
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			return nil, engine.Exceptionf(proto.ErrIncorrectData, "The body is not gzip.")
		}
		body = unzipped
	default:
		return nil, engine.Exceptionf(
			proto.ErrNotImplemented,
			"Content-Encoding %s is not served; gzip is.",
			encoding,
		)
	}
	return counted{Bounded(body, limit, ErrTooLarge), held}, nil
}

// Compressed is a writer in the compression that a client asks for, and what
// to close at its end; nil for none. Blocks (compress=1) go before gzip.
func Compressed(w http.ResponseWriter, r *http.Request) io.WriteCloser {
	values := r.URL.Query()
	switch {
	case r.Method == http.MethodHead:
		return nil
	case values.Get("compress") == "1":
		return &blocks{to: w, with: compress.NewWriter(compress.LevelZero, compress.LZ4)}
	case values.Get("enable_http_compression") == "0" || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"):
		return nil
	default:
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Add("Vary", "Accept-Encoding")
		zipper, _ := gzip.NewWriterLevel(w, gzip.BestSpeed) // the level is one there is
		return zipper
	}
}

// blocks writes ClickHouse's compressed blocks.
type blocks struct {
	to   io.Writer
	with *compress.Writer
	held []byte
}

// blockSize is what goes into one block, in bytes (max_compress_block_size).
const blockSize = 1 << 20

// Write implements [io.Writer].
func (b *blocks) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := min(len(rest), blockSize-len(b.held))
		b.held = append(b.held, rest[:n]...)
		rest = rest[n:]
		if len(b.held) == blockSize {
			if err := b.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(p), nil
}

// flush writes what is held as one block.
func (b *blocks) flush() error {
	if len(b.held) == 0 {
		return nil
	}
	if err := b.with.Compress(b.held); err != nil {
		return err
	}
	b.held = b.held[:0]
	_, err := b.to.Write(b.with.Data)
	return err
}

// Close implements [io.Closer].
func (b *blocks) Close() error { return b.flush() }
