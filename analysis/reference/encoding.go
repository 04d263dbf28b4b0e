package reference

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode is a file's text in UTF-8, with \n between its lines, and a note where the
// encoding was a guess. Spreadsheets write UTF-8 with a byte order mark ("CSV UTF-8"),
// UTF-16 with one ("Unicode Text"), or the code page of the machine ("CSV"), which says
// nothing of itself.
func decode(raw []byte) (text []byte, note string, err error) {
	from, note := encodingOf(raw)
	text = raw
	if from != nil {
		if text, err = from.NewDecoder().Bytes(raw); err != nil {
			return nil, "", fmt.Errorf("decode the file: %w", err)
		}
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n")), note, nil
}

// encodingOf tells the encoding; nil is UTF-8.
func encodingOf(raw []byte) (from encoding.Encoding, note string) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), ""
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), ""
	}
	if order, ok := byteOrder(raw); ok {
		return unicode.UTF16(order, unicode.IgnoreBOM), ""
	}
	if !utf8.Valid(raw) {
		return charmap.Windows1252, "the file is not in UTF-8: it was read as Windows-1252, the code page of Western Europe; " +
			"when names look wrong, save it as CSV UTF-8"
	}
	return nil, ""
}

// byteOrder tells UTF-16 without a byte order mark: one half of nearly every pair of
// bytes is zero, since delimiters, digits and most letters are below 256.
func byteOrder(raw []byte) (order unicode.Endianness, ok bool) {
	head := raw[:min(len(raw), 4096)&^1]
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch pairs := len(head) / 2; {
	case pairs == 0:
		return order, false
	case zeros[1] > pairs/2 && zeros[0] < pairs/8:
		return unicode.LittleEndian, true
	case zeros[0] > pairs/2 && zeros[1] < pairs/8:
		return unicode.BigEndian, true
	}
	return order, false
}
