package documents

import (
	"context"
	"io"
	"os"
)

// open opens a file as text in UTF-8: it takes off compression and encoding.
func (o Options) open(ctx context.Context, file string) (text io.Reader, closeFile func(), err error) {
	raw, err := o.openRaw(ctx, file)
	if err != nil {
		return nil, nil, reason(err)
	}
	plain, closePlain, err := decompress(raw)
	if err == nil {
		text, err = decode(plain)
	}
	if err != nil {
		closePlain()
		raw.Close()
		return nil, nil, err
	}
	return text, func() { closePlain(); raw.Close() }, nil
}

// openRaw opens a file whose reading ends with ctx.
func (o Options) openRaw(ctx context.Context, file string) (io.ReadCloser, error) {
	if file == "-" {
		return interruptible(ctx, func() (io.ReadCloser, error) { return io.NopCloser(o.Stdin), nil }), nil
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe waits for its writer, already when it is opened
		return interruptible(ctx, func() (io.ReadCloser, error) { return os.Open(file) }), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	return &contextFile{ctx, f, o.Read}, nil
}

// contextFile is a file that is read no further when ctx has ended: its text may
// have no end.
type contextFile struct {
	ctx context.Context
	*os.File
	read func(n int) // is told; nil is not
}

// Read implements io.Reader.
func (f *contextFile) Read(p []byte) (int, error) {
	if f.ctx.Err() != nil {
		return 0, context.Cause(f.ctx)
	}
	n, err := f.File.Read(p)
	if f.read != nil {
		f.read(n)
	}
	return n, err
}

// interruptible is a reader that ends with ctx: a read of a terminal or of a
// pipe cannot be broken off itself.
func interruptible(ctx context.Context, open func() (io.ReadCloser, error)) io.ReadCloser {
	r, w := io.Pipe()
	stop := context.AfterFunc(ctx, func() { w.CloseWithError(context.Cause(ctx)) })
	go func() {
		defer stop()
		in, err := open()
		if err == nil {
			_, err = io.Copy(w, in)
			in.Close()
		}
		w.CloseWithError(err)
	}()
	return r
}
