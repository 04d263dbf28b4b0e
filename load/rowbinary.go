package load

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"

	"callrecords/schema"
)

// rawPages decodes pages from RowBinary (ClickHouse, Formats: integers are
// little-endian, a text has its length before it as a LEB128 number). Unlike
// JSON, it gives every byte of a body as it was sent.
func rawPages(r io.Reader) iter.Seq2[schema.RawPage, error] {
	return func(yield func(schema.RawPage, error) bool) {
		d := rowBinary{r: bufio.NewReaderSize(r, 64<<10)}
		for {
			if _, err := d.r.Peek(1); errors.Is(err, io.EOF) {
				return
			}
			var p schema.RawPage
			p.RecordID = string(d.text())
			p.LoadID = binary.LittleEndian.Uint64(d.bytes(8))
			p.Index = binary.LittleEndian.Uint32(d.bytes(4))
			p.Page = schema.Page{Kind: schema.PageKind(d.text()), URL: string(d.text()), Body: d.text()}
			if d.err != nil {
				yield(schema.RawPage{}, fmt.Errorf("read pages of the vault: %w", d.err))
				return
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// rowBinary reads values; after an error they are zero.
type rowBinary struct {
	r   *bufio.Reader
	err error
}

// text reads one String.
func (d *rowBinary) text() []byte {
	if d.err != nil {
		return nil
	}
	n, err := binary.ReadUvarint(d.r)
	if err != nil {
		d.err = unexpected(err)
		return nil
	}
	return d.bytes(n)
}

// maxText is more than a page has (Graph's are bounded by extract), so that a
// damaged length is an error and not an allocation.
const maxText = 1 << 30

// bytes reads n bytes; of an error there are n zeros, or none when n is absurd.
func (d *rowBinary) bytes(n uint64) []byte {
	if n > maxText {
		d.err = fmt.Errorf("text of %d bytes", n)
		return nil
	}
	b := make([]byte, n)
	if d.err == nil {
		_, err := io.ReadFull(d.r, b)
		d.err = unexpected(err)
	}
	return b
}

// unexpected makes the end of the input an error: it is inside a row.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
