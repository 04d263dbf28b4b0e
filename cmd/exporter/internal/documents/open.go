package documents

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
)

// The first bytes by which a compressed file is known (RFC 1952, 2.3.1; RFC
// 8878, 3.1.1), and those of text that is not UTF-8 (Unicode, byte order mark).
var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
	utf16Mark = [][]byte{{0xff, 0xfe}, {0xfe, 0xff}}
)

// zstdWindow bounds the memory that a zstd file may ask for, in bytes. It is
// the most that zstd makes without --long.
const zstdWindow = 128 << 20

// open opens a file and takes off its compression.
func (o Options) open(ctx context.Context, file string) (text io.Reader, closeFile func(), err error) {
	if file == "-" {
		in := interruptible(ctx, o.Stdin)
		text, closeText, err := plain(in)
		return text, func() { closeText(); in.Close() }, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	text, closeText, err := plain(f)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return text, func() { closeText(); f.Close() }, nil
}

// interruptible is a reader that ends with ctx: a read of a terminal or of a
// pipe cannot be broken off itself.
func interruptible(ctx context.Context, in io.Reader) io.ReadCloser {
	r, w := io.Pipe()
	stop := context.AfterFunc(ctx, func() { w.CloseWithError(context.Cause(ctx)) })
	go func() {
		defer stop()
		_, err := io.Copy(w, in)
		w.CloseWithError(err)
	}()
	return r
}

// plain takes off the compression that the first bytes tell.
func plain(r io.Reader) (text io.Reader, closeText func(), err error) {
	nothing := func() {}
	b := bufio.NewReaderSize(r, 64<<10)
	head, err := b.Peek(len(zstdMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, nil, fmt.Errorf("gzip: %w", err)
		}
		return z, nothing, nil
	case bytes.HasPrefix(head, zstdMagic):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, nil, fmt.Errorf("zstd: %w", err)
		}
		return z, z.Close, nil
	case bytes.HasPrefix(head, utf16Mark[0]), bytes.HasPrefix(head, utf16Mark[1]):
		return nil, nil, errors.New("text is UTF-16: write it as UTF-8, in PowerShell with -Encoding utf8")
	}
	return b, nothing, nil
}
