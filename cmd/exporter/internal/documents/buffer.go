package documents

import (
	"bytes"
	"io"
)

// firstSize is what a buffer holds before a document needs more, in bytes.
const firstSize = 256 << 10

// buffer is the part of a text that is in memory: what has been read of it and
// not yet taken. It counts lines.
type buffer struct {
	src   io.Reader
	buf   []byte
	at    int   // buf[at:] is not taken yet
	line  int   // of buf[at], one-based
	limit int   // bytes that it may hold
	err   error // why there is no more; io.EOF at the end
}

func (b *buffer) reset(src io.Reader) {
	b.src, b.buf, b.at, b.line, b.err = src, b.buf[:0], 0, 1, nil
}

// rest returns what is there and not taken.
func (b *buffer) rest() []byte { return b.buf[b.at:] }

// take moves on by n bytes.
func (b *buffer) take(n int) {
	b.line += bytes.Count(b.buf[b.at:b.at+n], []byte{'\n'})
	b.at += n
}

// end makes this the end of the text, whatever follows.
func (b *buffer) end() { b.at, b.err = len(b.buf), io.EOF }

// more reads on and reports whether there was anything. It fills the buffer, and
// doubles it when it is full: a document is looked at again after each call, and
// by doubling all looks together cost no more than two readings of it.
func (b *buffer) more() bool {
	if b.err != nil {
		return false
	}
	if b.at > 0 { // make room: what was taken is not needed any more
		b.buf, b.at = b.buf[:copy(b.buf, b.rest())], 0
	}
	if len(b.buf) == cap(b.buf) {
		if len(b.buf) >= b.limit {
			return false
		}
		b.buf = append(make([]byte, 0, max(firstSize, min(2*len(b.buf), b.limit))), b.buf...)
	}
	before := len(b.buf)
	for b.err == nil && len(b.buf) < cap(b.buf) {
		var n int
		n, b.err = b.src.Read(b.buf[len(b.buf):cap(b.buf)])
		b.buf = b.buf[:len(b.buf)+n]
	}
	return len(b.buf) > before
}

// first returns the next byte, false at the end.
func (b *buffer) first() (byte, bool) {
	if b.at == len(b.buf) && !b.more() {
		return 0, false
	}
	return b.buf[b.at], true
}
