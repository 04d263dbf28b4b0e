package libchdb

import (
	"errors"
	"runtime"
	"unsafe"
)

// errConnect is chdb_connect returning nothing; the engine prints its reason
// to standard error and keeps no text of it.
var errConnect = errors.New("libchdb did not open the store; it says why on standard error")

// Conn is one connection to the store: a session of its own that runs one
// statement at a time. It does not check that.
type Conn struct {
	lib *Library
	ref **nativeConn
}

// Stream is a statement whose result is fetched piece by piece.
type Stream struct{ native *nativeResult }

// Connect opens a connection. The first one's arguments, as of a ClickHouse
// server, decide for all: only their number is looked at later.
func (l *Library) Connect(args []string) (*Conn, error) {
	argv, keep := cStrings(args)
	ref := l.connect(int32(len(args)), &argv[0])
	l.handlers.giveBack()
	runtime.KeepAlive(keep) // argv points to these, which the collector does not see
	if ref == nil || *ref == nil {
		return nil, errConnect
	}
	return &Conn{lib: l, ref: ref}, nil
}

// cStrings returns C's form of an argument vector, and what must stay alive
// while C reads it.
func cStrings(args []string) (argv []*byte, keep [][]byte) {
	for _, arg := range args {
		text := append([]byte(arg), 0)
		keep = append(keep, text)
		argv = append(argv, &text[0])
	}
	return append(argv, nil), keep
}

// Run executes one statement and holds its whole result in memory. An error of
// the engine is an *engine.Exception.
func (c *Conn) Run(sql, format string) (Result, error) {
	native := c.lib.query(*c.ref, pointer(sql), uintptr(len(sql)), pointer(format), uintptr(len(format)))
	runtime.KeepAlive(sql)
	runtime.KeepAlive(format)
	return c.lib.take(native)
}

// Stream begins one statement. The stream must be finished or abandoned, and
// before the connection is closed.
func (c *Conn) Stream(sql, format string) (*Stream, error) {
	native := c.lib.streamQuery(
		*c.ref,
		pointer(sql),
		uintptr(len(sql)),
		pointer(format),
		uintptr(len(format)),
	)
	runtime.KeepAlive(sql)
	runtime.KeepAlive(format)
	if native == nil {
		return nil, errNoResult
	}
	if text := c.lib.resultError(native); text != "" {
		c.lib.resultDestroy(native)
		return nil, parseException(text)
	}
	return &Stream{native}, nil
}

// Fetch returns the next piece of a stream; at its end the piece is empty.
func (c *Conn) Fetch(s *Stream) ([]byte, error) {
	piece, err := c.lib.take(c.lib.streamFetch(*c.ref, s.native))
	return piece.Data, err
}

// Finish destroys a stream that was read to its end.
func (c *Conn) Finish(s *Stream) { c.lib.resultDestroy(s.native) }

// Abandon destroys a stream before its end.
func (c *Conn) Abandon(s *Stream) {
	c.lib.streamStop(*c.ref, s.native)
	c.lib.resultDestroy(s.native)
}

// Close ends the session. The last one that closes stops the engine.
func (c *Conn) Close() { c.lib.closeConn(c.ref) }

// pointer returns the first byte of a string for C, which gets the length
// beside it. The string must be kept alive over the call.
func pointer(s string) *byte {
	return unsafe.StringData(s)
}
