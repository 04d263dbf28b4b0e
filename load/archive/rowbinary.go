package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/schema"
)

// rawPages decodes pages from RowBinary (ClickHouse, Formats). Unlike JSON, it
// gives every byte of a body as it was sent. An error ends it.
func rawPages(r io.Reader) iter.Seq2[schema.RawPage, error] {
	return func(yield func(schema.RawPage, error) bool) {
		d := rowBinary{proto.NewReader(r)}
		for {
			page, err := d.page()
			if errors.Is(err, io.EOF) { // between two rows
				return
			}
			if err != nil {
				yield(schema.RawPage{}, fmt.Errorf("read pages of the archive: %w", err))
				return
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

// rowBinary reads rows of the query of [Archive.pagesOf].
type rowBinary struct{ *proto.Reader }

// page reads one row. The end of the input is [io.EOF] in front of a row and
// [io.ErrUnexpectedEOF] inside of one.
func (d rowBinary) page() (p schema.RawPage, err error) {
	id, err := d.text()
	if err != nil {
		return p, err
	}
	p.RecordID = string(id)
	var kind, url []byte
	for _, read := range []func() error{
		func() (err error) { p.LoadID, err = d.UInt64(); return err },
		func() (err error) { p.Index, err = d.UInt32(); return err },
		func() (err error) { kind, err = d.text(); return err },
		func() (err error) { url, err = d.text(); return err },
		func() (err error) { p.Page.Body, err = d.text(); return err },
	} {
		switch err := read(); {
		case errors.Is(err, io.EOF):
			return p, io.ErrUnexpectedEOF
		case err != nil:
			return p, err
		}
	}
	p.Page.Kind, p.Page.URL = schema.PageKind(kind), string(url)
	return p, nil
}

// maxText is more than a page has: Graph's are bounded by extract.
const maxText = 1 << 30

// text reads one String. Memory grows with what is there and not with the length
// that is claimed, which may be damaged.
func (d rowBinary) text() ([]byte, error) {
	n, err := d.StrLen()
	if err != nil {
		return nil, err
	}
	if n > maxText {
		return nil, fmt.Errorf("text of %d bytes is over the bound of %d", n, maxText)
	}
	b := bytes.NewBuffer([]byte{}) // an empty body is not the same as none
	switch _, err := io.CopyN(b, d, int64(n)); {
	case errors.Is(err, io.EOF):
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		return nil, err
	}
	return b.Bytes(), nil
}
