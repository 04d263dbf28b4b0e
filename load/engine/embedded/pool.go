package embedded

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded/libchdb"
)

// pool lends connections, one to each call. One more connection, the control,
// never runs a caller's statement, so that it is always free to kill one.
type pool struct {
	free   chan *conn
	size   int
	closed chan struct{}

	controlling sync.Mutex
	control     *conn

	reading sync.Mutex
	streams map[*stream]struct{} // open readers

	ephemeral sync.WaitGroup // open connections outside of the pool, see openSession
	sessions  atomic.Int64   // of those, ever opened; for their tags
}

// openPool opens the control and size connections, or none.
func openPool(lib *libchdb.Library, args []string, database string, size int) (*pool, error) {
	control, err := openConn(lib, args, "", 0)
	if err != nil {
		return nil, err
	}
	p := &pool{
		free:    make(chan *conn, size),
		closed:  make(chan struct{}),
		control: control,
		streams: map[*stream]struct{}{},
	}
	for ; p.size < size; p.size++ {
		c, err := openConn(lib, args, database, p.size+1)
		if err != nil {
			_ = p.close() // those that are open so far
			return nil, err
		}
		p.free <- c
	}
	return p, nil
}

// get borrows a connection, waiting for one if all are lent.
func (p *pool) get(ctx context.Context) (*conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// A select takes any of several ready cases, so what must win is asked first.
	select {
	case <-p.closed:
		return nil, ErrClosed
	default:
	}
	select {
	case <-p.closed:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-p.free:
		if !c.needsReconnect {
			return c, nil
		}
		if err := c.reconnect(); err != nil {
			p.put(c) // still in need of it: the next one to borrow it tries again
			return nil, fmt.Errorf("connection: %w", err)
		}
		return c, nil
	}
}

// put gives a connection back, or closes an ephemeral one.
func (p *pool) put(c *conn) {
	if !c.ephemeral {
		p.free <- c
		return
	}
	c.close()
	p.ephemeral.Done()
}

// opened and ended keep account of readers, so that a forgotten one cannot
// hold up close for ever. A pool that is closing takes no more.
func (p *pool) opened(s *stream) bool {
	return p.unlessClosing(func() { p.streams[s] = struct{}{} })
}

// unlessClosing runs count before a close begins, or not at all, and says which.
func (p *pool) unlessClosing(count func()) bool {
	p.reading.Lock()
	defer p.reading.Unlock()
	select {
	case <-p.closed:
		return false
	default:
		count()
		return true
	}
}

func (p *pool) ended(s *stream) {
	p.reading.Lock()
	defer p.reading.Unlock()
	delete(p.streams, s)
}

// guestWait is how long close waits for sessions, once the pool's own statements
// have ended.
const guestWait = 3 * time.Second

// ErrGuests is a close that gave up waiting for the statement of a session: no kill
// reaches the engine while it analyzes one. The engine goes on until the process ends.
var ErrGuests = errors.New("a reader's statement did not end in time; it ends with this process")

// close ends the open readers, waits for the lent connections and closes all. It waits
// for sessions, which are guests, for a while only.
func (p *pool) close() error {
	close(p.closed) // from here on nothing is lent
	p.reading.Lock()
	for s := range p.streams {
		// A reader that nobody closes would keep its connection for ever. One that is
		// at work keeps its own lock, and must not hold up the others.
		go s.closeWith(ErrClosed)
	}
	clear(p.streams)
	p.reading.Unlock()
	for range p.size {
		(<-p.free).close() // waits for the statement that has it
	}
	gone := make(chan struct{})
	go func() {
		p.ephemeral.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(guestWait):
		return ErrGuests
	}
	p.control.close() // last: it kills what the others run
	return nil
}

// killEvery is how often a kill is repeated: one that comes before the engine
// has registered the statement hits nothing.
const killEvery = 50 * time.Millisecond

// watch runs a call on a lent connection and kills its statement once ctx is
// done. It returns when the call does. If the call then ended in an error, that
// is ctx's: the outcome is unknown, so the engine's exception stays unwrapped.
func (p *pool) watch(ctx context.Context, c *conn, call func() error) error {
	err := p.killAt(ctx.Done(), c, call)
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %v", ctx.Err(), err)
	}
	return err
}

// giveUp ends a stream and kills its statement meanwhile: left to itself,
// chDB's own cancel takes seconds on a statement with much to come.
func (p *pool) giveUp(c *conn, native *libchdb.Stream) {
	now := make(chan struct{})
	close(now)
	_ = p.killAt(now, c, func() error {
		c.abandon(native)
		return nil
	})
}

// killAt runs a call and, from the signal on until the call returns, kills
// what its connection runs.
func (p *pool) killAt(signal <-chan struct{}, c *conn, call func() error) error {
	if signal == nil {
		return call()
	}
	quit, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		select {
		case <-quit:
			return
		case <-signal:
		}
		for {
			p.kill(c.tag)
			select {
			case <-quit:
				return
			case <-time.After(killEvery):
			}
		}
	}()
	err := call()
	close(quit)
	<-gone // no kill may reach the connection's next statement
	return err
}

// kill asks the engine to stop what a connection runs. It is a request: a
// statement that is past its last check ends as it would have.
func (p *pool) kill(tag string) {
	p.controlling.Lock()
	defer p.controlling.Unlock()
	// By the tag, because chDB lets nobody choose a query id.
	sql := fmt.Sprintf("KILL QUERY WHERE Settings['log_comment'] = %s ASYNC", engine.Quote(tag))
	_, _ = p.control.run(sql, "Null") // nothing to do about a kill that misses; it is repeated
}
