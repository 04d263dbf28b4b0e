package embedded

import (
	"strconv"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded/libchdb"
)

// conn is one connection to the store that the [pool] lends to one caller at a
// time.
type conn struct {
	lib    *libchdb.Library
	native *libchdb.Conn // nil while it is closed
	tag    string        // marks this connection's statements in system.processes

	args     []string
	database string // of names without one; "" is the engine's own default

	needsReconnect bool // a statement failed on it, see reconnect
	cannotPurge    bool // the library has no SYSTEM JEMALLOC PURGE
	ephemeral      bool // for one statement only, see pool.openSession
}

// openConn opens one connection with the given arguments and configures its session.
func openConn(lib *libchdb.Library, args []string, database string, number int) (*conn, error) {
	c := &conn{lib: lib, args: args, database: database, tag: "exporter-" + strconv.Itoa(number)}
	return c, c.connect()
}

// connect gives a connection its native half.
func (c *conn) connect() (err error) {
	if c.native, err = c.lib.Connect(c.args); err != nil {
		return err
	}
	if err = c.configure(); err != nil {
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

// run executes one statement and holds its whole result in memory.
func (c *conn) run(sql, format string) (libchdb.Result, error) {
	done, err := c.native.Run(sql, format)
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

// stream begins one statement whose result is fetched piece by piece, and then
// finished or abandoned.
func (c *conn) stream(sql, format string) (*libchdb.Stream, error) {
	s, err := c.native.Stream(sql, format)
	c.needsReconnect = c.needsReconnect || err != nil
	return s, err
}

// fetch returns the next piece of a stream; at its end the piece is empty.
func (c *conn) fetch(s *libchdb.Stream) ([]byte, error) {
	piece, err := c.native.Fetch(s)
	c.needsReconnect = c.needsReconnect || err != nil
	return piece, err
}

// finish ends a stream that was read to its end.
func (c *conn) finish(s *libchdb.Stream) { c.native.Finish(s) }

// abandon ends a stream before its end.
func (c *conn) abandon(s *libchdb.Stream) {
	c.needsReconnect = true
	c.native.Abandon(s)
}

// close ends the session. The last one that closes stops the engine.
func (c *conn) close() {
	if c.native != nil {
		c.native.Close()
		c.native = nil
	}
}
