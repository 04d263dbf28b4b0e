package documents

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Reader gives a text in UTF-16 as UTF-8. Half of a surrogate pair becomes
// the three bytes that UTF-8 would write it with: that is no UTF-8, so the
// document that has it is named, and no letter is put in its place.
type utf16Reader struct {
	src   io.Reader
	order binary.ByteOrder
	in    [32 << 10]byte
	kept  int    // bytes at the beginning of in that are not decoded yet
	high  rune   // the first half of a pair whose second has not come; 0 for none
	out   []byte // decoded and not read yet; its memory is used again
	at    int    // out[at:] is not read yet
	err   error  // why there is no more
}

// Read implements io.Reader.
func (u *utf16Reader) Read(p []byte) (int, error) {
	for u.at == len(u.out) {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.out[u.at:])
	u.at += n
	return n, nil
}

// fill decodes what one read of the source brings.
func (u *utf16Reader) fill() {
	u.out, u.at = u.out[:0], 0
	n, err := u.src.Read(u.in[u.kept:])
	n += u.kept
	whole := n &^ 1
	for i := 0; i < whole; i += 2 {
		u.unit(rune(u.order.Uint16(u.in[i:])))
	}
	u.kept = copy(u.in[:], u.in[whole:n])
	if u.err = err; err == nil {
		return
	}
	u.half()
	if u.kept > 0 && errors.Is(err, io.EOF) {
		u.err = fmt.Errorf("UTF-16: %w", io.ErrUnexpectedEOF)
	}
}

// unit decodes the next 16 bits. The byte order mark becomes the one of UTF-8.
func (u *utf16Reader) unit(c rune) {
	if pair := utf16.DecodeRune(u.high, c); pair != utf8.RuneError {
		u.out, u.high = utf8.AppendRune(u.out, pair), 0
		return
	}
	u.half()
	switch {
	case c >= 0xd800 && c < 0xdc00:
		u.high = c
	case utf16.IsSurrogate(c):
		u.high = c
		u.half()
	default:
		u.out = utf8.AppendRune(u.out, c)
	}
}

// half writes a half that has no other.
func (u *utf16Reader) half() {
	if c := u.high; c != 0 {
		u.out = append(u.out, byte(0xe0|c>>12), byte(0x80|c>>6&0x3f), byte(0x80|c&0x3f))
	}
	u.high = 0
}
