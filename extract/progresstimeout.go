package extract

import (
	"bytes"
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

// read takes the whole body, or an error: what is cut off is no body.
func (t *progressTimeout) read(response *http.Response) ([]byte, error) {
	var body bytes.Buffer
	if n := response.ContentLength; n > 0 && n <= maxBody {
		body.Grow(int(n) + bytes.MinRead)
	}
	source := &progress{response.Body, t.timer}
	n, err := body.ReadFrom(io.LimitReader(source, maxBody+1))
	if err == nil && n > maxBody {
		err = errTooLarge
	}
	return body.Bytes(), err
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
