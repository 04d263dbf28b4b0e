package extract

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// Bounds of one answer. Graph gives up on a request of its own after about a minute;
// a page of 60 sessions with segments is about 1 MB.
const (
	headerTimeout = 75 * time.Second // until the headers are here
	idleTimeout   = 15 * time.Second // without a byte of the body
	wholeTimeout  = 5 * time.Minute  // for all of it
	maxBody       = 64 << 20         // bytes, unpacked
	firstRead     = 16 << 10         // bytes, room for a body at first
	maxErrorBody  = 64 << 10         // bytes that are read of an answer that tells of a failure
)

var (
	errStalled  = errors.New("the answer stalled")
	errTooLarge = errors.New("the answer is larger than 64 MiB")
)

// progressTimeout ends an attempt that makes no progress. Its context has errStalled as cause.
type progressTimeout struct {
	ctx   context.Context
	timer *time.Timer
	stop  context.CancelFunc
}

func newProgressTimeout(ctx context.Context) *progressTimeout {
	ctx, stop := context.WithTimeoutCause(ctx, wholeTimeout, errStalled)
	ctx, cancel := context.WithCancelCause(ctx)
	t := &progressTimeout{ctx: ctx, stop: stop}
	t.timer = time.AfterFunc(headerTimeout, func() { cancel(errStalled) })
	return t
}

func (t *progressTimeout) close() {
	t.timer.Stop()
	t.stop()
}

// read takes the whole body, or an error: what is cut off is no body. A body that
// outgrows its place waits for a larger one. What Content-Length says is not believed.
func (t *progressTimeout) read(response *http.Response, p *place) ([]byte, error) {
	source := &progress{response.Body, t.timer}
	body := make([]byte, 0, firstRead)
	for {
		n, err := source.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if len(body) > p.size() {
			t.timer.Stop() // it is we who do not go on
			if err := p.grow(t.ctx); err != nil {
				return body, err
			}
			t.timer.Reset(idleTimeout)
		}
		if errors.Is(err, io.EOF) {
			return body, nil
		}
		if err != nil {
			return body, err
		}
		if len(body) == cap(body) {
			// One byte more than fits shows that the body does not.
			larger := make([]byte, len(body), min(2*cap(body), p.size()+1))
			body = larger[:copy(larger, body)]
		}
	}
}

// readBeginning takes what there is of the beginning of a body.
func (t *progressTimeout) readBeginning(response *http.Response) []byte {
	body, _ := io.ReadAll(io.LimitReader(&progress{response.Body, t.timer}, maxErrorBody))
	return body
}

// progress winds the timer up with every piece.
type progress struct {
	io.Reader
	timer *time.Timer
}

func (p *progress) Read(b []byte) (int, error) {
	p.timer.Reset(idleTimeout)
	return p.Reader.Read(b)
}

// cause is the reason of an error: that it was us who ended the attempt, if so.
func (t *progressTimeout) cause(err error) error {
	if err != nil && context.Cause(t.ctx) == errStalled {
		return errStalled
	}
	return err
}
