package install

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"time"
)

// stalled is how long a registry may say nothing, unless [Options] says otherwise.
const stalled = time.Minute

// errStalled ends a download that does not move.
var errStalled = errors.New("the registry has stopped sending")

// download is the package on its way: bounded, counted and summed up.
type download struct {
	Options
	body   io.ReadCloser
	read   int64
	sum    hash.Hash
	failed error // of the connection
	idle   *time.Timer
	end    context.CancelCauseFunc
	ctx    context.Context
}

// open begins to get the package.
func (o Options) open(ctx context.Context) (*download, error) {
	address, err := o.Registry.address(o.Release)
	if err != nil {
		return nil, err
	}
	if o.Stalled == 0 {
		o.Stalled = stalled
	}
	ctx, end := context.WithCancelCause(ctx)
	d := &download{Options: o, sum: sha512.New(), ctx: ctx, end: end}
	d.idle = time.AfterFunc(o.Stalled, func() { end(errStalled) })
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := o.Registry.Client.Do(r)
	if err != nil {
		d.Close()
		return nil, d.because(err)
	}
	d.body = response.Body
	if response.StatusCode != http.StatusOK {
		d.Close()
		return nil, fmt.Errorf("%s answered %s", redacted(address), response.Status)
	}
	return d, nil
}

// Read implements [io.Reader]. It reads one byte more than there may be.
func (d *download) Read(p []byte) (int, error) {
	room := d.Release.PackageSize + 1 - d.read
	if room <= 0 {
		return 0, io.EOF
	}
	n, err := d.body.Read(p[:min(int64(len(p)), room)])
	d.idle.Reset(d.Stalled)
	d.read += int64(n)
	d.sum.Write(p[:n])
	if d.Progress != nil {
		d.Progress(d.read, d.Release.PackageSize)
	}
	if err != nil && err != io.EOF {
		d.failed = d.because(err)
	}
	return n, err
}

// verdict reads what is left, and says whether all of it is what is pinned.
func (d *download) verdict() error {
	if d.failed == nil {
		_, _ = io.Copy(io.Discard, d) // its error is noted
	}
	whole := d.Release.PackageSize
	got := "sha512-" + base64.StdEncoding.EncodeToString(d.sum.Sum(nil))
	switch {
	case d.read > whole:
		return fmt.Errorf("the download is larger than the %d bytes that are pinned", whole)
	case d.failed != nil && !errors.Is(d.failed, io.ErrUnexpectedEOF):
		return fmt.Errorf("the download broke off after %d of %d bytes: %w", d.read, whole, d.failed)
	case d.read < whole:
		return fmt.Errorf("the download broke off after %d of %d bytes: try it again", d.read, whole)
	case got != d.Release.Integrity:
		return fmt.Errorf("the download is not what is pinned: %s instead of %s", got, d.Release.Integrity)
	}
	return nil
}

// Close implements [io.Closer].
func (d *download) Close() error {
	d.idle.Stop()
	d.end(nil)
	if d.body == nil {
		return nil
	}
	return d.body.Close()
}

// because is why a request ended: that we ended it ourselves counts for more than how.
func (d *download) because(err error) error {
	if cause := context.Cause(d.ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// redacted is an address without a password.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return "the registry"
}
