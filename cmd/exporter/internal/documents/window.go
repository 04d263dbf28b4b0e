package documents

import (
	"bytes"
	"io"
)

// firstWindow is what a window holds before a document needs more, in bytes.
const firstWindow = 256 << 10

// window is the part of a text that is in memory: what has been read of it and
// not yet taken. It counts lines.
type window struct {
	src   io.Reader
	buf   []byte
	at    int   // buf[at:] is not taken yet
	line  int   // of buf[at], one-based
	limit int   // bytes that it may hold
	err   error // why there is no more; io.EOF at the end
}

func (w *window) reset(src io.Reader) {
	w.src, w.buf, w.at, w.line, w.err = src, w.buf[:0], 0, 1, nil
}

// rest is what is there and not taken.
func (w *window) rest() []byte { return w.buf[w.at:] }

// take moves on by n bytes.
func (w *window) take(n int) {
	w.line += bytes.Count(w.buf[w.at:w.at+n], []byte{'\n'})
	w.at += n
}

// more reads on and says whether there was anything. It fills the window, and
// doubles it when it is full, so that looking at a document again each time
// costs no more than reading it twice.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	if w.at > 0 {
		w.buf, w.at = w.buf[:copy(w.buf, w.rest())], 0
	}
	if len(w.buf) == cap(w.buf) {
		if len(w.buf) >= w.limit {
			return false
		}
		w.buf = append(make([]byte, 0, max(firstWindow, min(2*len(w.buf), w.limit))), w.buf...)
	}
	before := len(w.buf)
	for w.err == nil && len(w.buf) < cap(w.buf) {
		var n int
		n, w.err = w.src.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
	}
	return len(w.buf) > before
}

// first is the next byte, false at the end.
func (w *window) first() (byte, bool) {
	if w.at == len(w.buf) && !w.more() {
		return 0, false
	}
	return w.buf[w.at], true
}
