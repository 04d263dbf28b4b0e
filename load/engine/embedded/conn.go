package embedded

import (
	"errors"
	"runtime"
	"strconv"

	"callrecords/load/engine"
)

// errConnect is chdb_connect returning nothing; the engine prints its reason
// to standard error and keeps no text of it.
var errConnect = errors.New("libchdb did not open the store; it says why on standard error")

// conn is one connection to the store: a session of its own that runs one
// statement at a time. It does not check that; the [pool] sees to it.
type conn struct {
	lib *library
	ref **nativeConn
	tag string // marks this connection's statements in system.processes

	args     []string
	database string // of names without one; "" is the engine's own default

	needsReconnect bool // a statement failed on it, see reconnect
	cannotPurge    bool // the library has no SYSTEM JEMALLOC PURGE
	ephemeral      bool // for one statement only, see pool.openSession
}

// open opens one connection with the given arguments and configures its session.
func (l *library) open(args []string, database string, number int) (*conn, error) {
	c := &conn{lib: l, args: args, database: database, tag: "exporter-" + strconv.Itoa(number)}
	return c, c.connect()
}

// connect gives a connection its native half.
func (c *conn) connect() error {
	argv, keep := cStrings(c.args)
	c.ref = c.lib.connect(int32(len(c.args)), &argv[0])
	c.lib.handlers.giveBack()
	runtime.KeepAlive(keep) // argv points to these, which the collector does not see
	if c.ref == nil || *c.ref == nil {
		c.ref = nil
		return errConnect
	}
	err := c.configure()
	if err != nil {
		c.close()
	}
	return err
}

// configure sets the session's settings and its database.
func (c *conn) configure() error {
	_, err := c.run(sessionSettings(c.tag), "Null")
	if err == nil && c.database != "" {
		_, err = c.run("USE "+engine.Identifier(c.database), "Null")
	}
	return err
}

// reconnect replaces the native half after a statement that ended in an error or
// was given up: chDB keeps what such a statement had written of its result and
// puts it before the result of the next one.
func (c *conn) reconnect() error {
	c.close()
	if err := c.connect(); err != nil {
		return err
	}
	c.needsReconnect = false
	return nil
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

// run executes one statement and holds its whole result in memory.
func (c *conn) run(sql, format string) (result, error) {
	native := c.lib.query(*c.ref, pointer(sql), uintptr(len(sql)), pointer(format), uintptr(len(format)))
	runtime.KeepAlive(sql)
	runtime.KeepAlive(format)
	done, err := c.lib.take(native)
	c.needsReconnect = c.needsReconnect || err != nil
	return done, err
}

// purge makes the engine give back memory that it no longer uses. Its allocator
// (jemalloc) would keep it for some seconds, while the next blocks come: an
// import held a third more than it needed. It takes about 2 ms.
func (c *conn) purge() {
	if c.cannotPurge {
		return
	}
	_, err := c.run("SYSTEM JEMALLOC PURGE", "Null")
	c.cannotPurge = err != nil
}

// stream begins one statement whose result is fetched piece by piece. The
// handle must be destroyed; it is nil when there is an error.
func (c *conn) stream(sql, format string) (*nativeResult, error) {
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
		c.needsReconnect = true
		return nil, errNoResult
	}
	if text := c.lib.resultError(native); text != "" {
		c.needsReconnect = true
		c.lib.resultDestroy(native)
		return nil, parseException(text)
	}
	return native, nil
}

// fetch returns the next piece of a stream; at its end the piece is empty.
func (c *conn) fetch(stream *nativeResult) ([]byte, error) {
	piece, err := c.lib.take(c.lib.streamFetch(*c.ref, stream))
	c.needsReconnect = c.needsReconnect || err != nil
	return piece.data, err
}

// finish destroys a stream that was read to its end.
func (c *conn) finish(stream *nativeResult) {
	c.lib.resultDestroy(stream)
}

// abandon destroys a stream before its end.
func (c *conn) abandon(stream *nativeResult) {
	c.needsReconnect = true
	c.lib.streamStop(*c.ref, stream)
	c.lib.resultDestroy(stream)
}

// close ends the session. The last one that closes stops the engine.
func (c *conn) close() {
	if c.ref != nil {
		c.lib.closeConn(c.ref)
		c.ref = nil
	}
}
