package documents

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// The first bytes by which a compressed file is known (RFC 1952, 2.3.1; RFC
// 8878, 3.1.1).
const (
	gzipMagic = "\x1f\x8b"
	zstdMagic = "\x28\xb5\x2f\xfd"
)

// foreign are the first bytes of archives that are not taken apart here.
var foreign = []struct{ magic, name string }{
	{"PK\x03\x04", "zip"},
	{"BZh", "bzip2"},
	{"\xfd7zXZ\x00", "xz"},
	{"7z\xbc\xaf\x27\x1c", "7z"},
}

// zstdWindow bounds the memory that a zstd file may ask for, in bytes. It is
// the most that zstd makes without --long.
const zstdWindow = 128 << 20

// decompress takes off the compression that the first bytes tell. closeText is
// there on errors, too.
func decompress(r io.Reader) (text io.Reader, closeText func(), err error) {
	nothing := func() {}
	head, r := begin(r)
	switch {
	case bytes.HasPrefix(head, []byte(gzipMagic)):
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, nothing, fmt.Errorf("gzip: %w", err)
		}
		return z, nothing, nil
	case bytes.HasPrefix(head, []byte(zstdMagic)):
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, nothing, fmt.Errorf("zstd: %w", err)
		}
		return z, z.Close, nil
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return nil, nothing, fmt.Errorf("%s archive: unpack it and import what is in it", f.name)
		}
	}
	return r, nothing, nil
}

// headSize is how much of a text is looked at to know what it is, in bytes.
const headSize = 512

// begin reads the first bytes of a text, and gives a reader that still has
// them. An error behind them comes where it stood.
func begin(r io.Reader) (head []byte, whole io.Reader) {
	head = make([]byte, headSize)
	n, err := 0, error(nil)
	for n < headSize && err == nil {
		var m int
		m, err = r.Read(head[n:])
		n += m
	}
	head = head[:n]
	if err != nil {
		r = failing{err}
	}
	return head, io.MultiReader(bytes.NewReader(head), r)
}

// failing is what is left of a reader that ended.
type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
