package documents

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// decode gives a text as UTF-8. UTF-16 is certain, with a byte order mark or
// without: JSON begins with two characters of ASCII, so the zeros tell (RFC
// 4627, 3). An 8-bit code page is not: [encodingError] finds it where it shows.
func decode(r io.Reader) (text io.Reader, err error) {
	head, r := begin(r)
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0xfe, 0xff}),
		len(head) >= 4 && head[0] == '{' && bytes.Equal(head[1:4], []byte{0, 0, 0}):
		return nil, errors.New("text is UTF-32: iconv -f UTF-32 -t UTF-8 makes it UTF-8")
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), begins16(head, 0):
		order = binary.LittleEndian
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}), begins16(head, 1):
		order = binary.BigEndian
	case bytes.IndexByte(head, 0) >= 0:
		return nil, errors.New("not text, so no JSON")
	default:
		return r, nil
	}
	return &utf16Reader{src: r, order: order}, nil
}

// begins16 reports whether a text begins as JSON does in UTF-16 without a byte
// order mark; at is where the low byte of a character stands.
func begins16(head []byte, at int) bool {
	return len(head) >= 4 && head[1-at] == 0 && head[3-at] == 0 && head[2+at] != 0 &&
		bytes.IndexByte([]byte("{[ \t\r\n"), head[at]) >= 0
}

// encodingError says where a document is not UTF-8; nil when it is. Taken for
// UTF-8 all the same, the byte would become U+FFFD, and nobody could tell any
// more which letter it was.
func encodingError(d Document) error {
	if utf8.Valid(d.Body) { // nearly all are, and this is fast
		return nil
	}
	for at := 0; at < len(d.Body); {
		r, n := utf8.DecodeRune(d.Body[at:])
		if r != utf8.RuneError || n > 1 {
			at += n
			continue
		}
		line := d.Line + bytes.Count(d.Body[:at], []byte{'\n'})
		if isHalfPair(d.Body[at:]) {
			return fmt.Errorf("half of a surrogate pair in line %d: a text was cut inside a character", line)
		}
		return fmt.Errorf("byte 0x%02X in line %d is not UTF-8: the file has another encoding; "+
			"when that is the Western code page, iconv -f WINDOWS-1252 -t UTF-8 makes it UTF-8", d.Body[at], line)
	}
	return nil
}

// isHalfPair reports whether three bytes are a surrogate written as UTF-8, which
// has none: ED A0 80 to ED BF BF.
func isHalfPair(b []byte) bool { return len(b) >= 3 && b[0] == 0xed && b[1] >= 0xa0 }
