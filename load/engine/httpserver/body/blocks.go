package body

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/go-faster/city"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"callrecords/load/engine"
)

// A compressed block is a checksum of 16 bytes, the method, the size of what follows
// the checksum, the size of the data, both in 4 bytes, and the compressed data
// (ClickHouse, src/Compression/CompressionInfo.h).
const (
	checksumSize = 16
	sizesSize    = 9

	methodNone = 0x02
	methodLZ4  = 0x82
	methodZSTD = 0x90

	// lz4Ratio is the most that LZ4 makes of a byte.
	lz4Ratio = 255

	// zstdWindow is what ZSTD may look back, in bytes; its encoders take up to this.
	zstdWindow = 8 << 20
)

// unblocked reads ClickHouse's compressed blocks. The reader of ch-go takes what the
// head of a block says of its sizes for true, and makes room for it: 256 MiB for 25
// bytes. Here there is room for what has arrived, and for what can come of it.
type unblocked struct {
	from io.Reader
	most int64 // bytes of one block's data
	held *Held
	raw  bytes.Buffer
	data []byte // of the block, not yet read
	took int64  // bytes that are held for this block
}

// Read implements [io.Reader].
func (u *unblocked) Read(p []byte) (int, error) {
	for len(u.data) == 0 {
		if err := u.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, u.data)
	u.data = u.data[n:]
	return n, nil
}

// errBlock is a block that is none.
func errBlock(format string, args ...any) error {
	return engine.Exceptionf(proto.ErrCannotDecompress, "Cannot decompress a block of the body: "+format+".", args...)
}

// next reads and decompresses one block. At the end of the last one it is io.EOF.
func (u *unblocked) next() error {
	u.held.give(u.took)
	u.took = 0
	var head [checksumSize + sizesSize]byte
	if _, err := io.ReadFull(u.from, head[:]); err == io.EOF {
		return io.EOF
	} else if err != nil {
		return cut(err)
	}
	sizes := head[checksumSize:]
	raw := int64(binary.LittleEndian.Uint32(sizes[1:])) - sizesSize
	size := int64(binary.LittleEndian.Uint32(sizes[5:]))
	switch {
	case raw < 0:
		return errBlock("its size is less than that of its head")
	case size > u.most || raw > u.most:
		return ErrTooLarge
	}
	u.raw.Reset()
	u.raw.Write(sizes)
	// The buffer grows as the bytes come.
	if _, err := io.CopyN(&u.raw, counted{u.from, u.held}, raw); err != nil {
		return cut(err)
	}
	u.took = raw
	if sum := city.CH128(u.raw.Bytes()); sum.Low != binary.LittleEndian.Uint64(head[:]) ||
		sum.High != binary.LittleEndian.Uint64(head[8:]) {
		return errBlock("the checksum does not match")
	}
	return u.unpack(sizes[0], u.raw.Bytes()[sizesSize:], size)
}

// unpack decompresses what has arrived.
func (u *unblocked) unpack(method byte, raw []byte, size int64) (err error) {
	if method == methodLZ4 && size > lz4Ratio*int64(len(raw)) || method == methodNone && size != int64(len(raw)) {
		return errBlock("%d bytes cannot become %d", len(raw), size)
	}
	if err := u.held.take(size); err != nil {
		return err
	}
	u.took += size
	n := 0
	switch method {
	case methodNone:
		u.data, n = raw, len(raw)
	case methodLZ4:
		u.data = make([]byte, size)
		n, err = lz4.UncompressBlock(raw, u.data)
	case methodZSTD:
		u.data, err = unzstd(raw, size)
		n = len(u.data)
	default:
		return errBlock("method %#x is not served; LZ4, ZSTD and none are", method)
	}
	if err == nil && int64(n) != size {
		err = fmt.Errorf("%d bytes instead of %d", n, size)
	}
	if err != nil {
		u.data = nil
		return errBlock("%v", err)
	}
	return nil
}

// unzstd decompresses into so many bytes, or a window, and no more: a frame says
// what it likes.
func unzstd(raw []byte, size int64) ([]byte, error) {
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(uint64(max(size, zstdWindow))))
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return reader.DecodeAll(raw, nil)
}

// cut is a body that broke off in the middle of a block; other errors stay.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errBlock("it ends in the middle")
	}
	return err
}
