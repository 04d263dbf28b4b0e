package httpserver

import (
	"io"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

var (
	// errTooLarge is a body over its bound.
	errTooLarge = engine.Exceptionf(proto.ErrQueryIsTooLarge, "The body is too large.")

	// errTooLong is a result over its bound. The engine stops most of them itself,
	// but it counts neither a row of constants nor what a format adds.
	errTooLong = engine.Exceptionf(proto.ErrTooManyRowsOrBytes,
		"Limit for result exceeded: it has too many bytes as text.")
)

// bounded reads up to a number of bytes and fails after; 0 is no bound.
func bounded(r io.Reader, limit int64, over error) io.Reader {
	if limit == 0 {
		return r
	}
	return &boundedReader{r, limit, over}
}

type boundedReader struct {
	io.Reader
	left int64
	over error
}

// Read implements [io.Reader].
func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, b.over
	}
	return n, err
}
