package body

import (
	"io"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// ErrTooLarge is a body over its bound.
var ErrTooLarge = engine.Exceptionf(proto.ErrQueryIsTooLarge, "The body is too large.")

// Bounded reads up to a number of bytes and fails after; 0 is no bound.
func Bounded(r io.Reader, limit int64, over error) io.Reader {
	if limit == 0 {
		return r
	}
	return &limited{r, limit, over}
}

type limited struct {
	io.Reader
	left int64
	over error
}

// Read implements [io.Reader].
func (b *limited) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, b.over
	}
	return n, err
}
