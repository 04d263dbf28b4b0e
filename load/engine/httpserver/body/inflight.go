package body

import (
	"io"

	"github.com/ClickHouse/ch-go/proto"
	"golang.org/x/sync/semaphore"

	"callrecords/load/engine"
)

// InFlight bounds the bytes of bodies, and of results that are waited for, which are
// held at once over all requests.
// Many who send a little less than each of them may would be too much together.
type InFlight struct{ left *semaphore.Weighted }

// NewInFlight bounds them to so many.
func NewInFlight(bytes int64) InFlight { return InFlight{semaphore.NewWeighted(bytes)} }

// errInFlight refuses rather than waits: those who wait hold what they have, so that
// slow senders would keep out all others.
var errInFlight = engine.Exceptionf(proto.ErrMemoryLimitExceeded,
	"Memory limit exceeded: too many bytes of other requests are held at once; send it again later.")

// Hold begins to count the bytes of one request.
func (f InFlight) Hold() *Held { return &Held{of: f} }

// Held are the bytes of one request.
type Held struct {
	of    InFlight
	bytes int64
}

// take counts bytes before they are held.
func (h *Held) take(n int64) error {
	if !h.of.left.TryAcquire(n) {
		return errInFlight
	}
	h.bytes += n
	return nil
}

// give gives some back.
func (h *Held) give(n int64) {
	h.of.left.Release(n)
	h.bytes -= n
}

// Release gives all back, at the end of the request.
func (h *Held) Release() {
	h.give(h.bytes)
}

// Counted is a reader whose bytes are held by who reads them, until they are
// released.
func (h *Held) Counted(r io.Reader) io.Reader { return counted{r, h} }

// counted is a reader whose bytes are held by who reads them.
type counted struct {
	io.Reader
	held *Held
}

// Read implements [io.Reader].
func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if over := c.held.take(int64(n)); over != nil {
		return 0, over
	}
	return n, err
}
