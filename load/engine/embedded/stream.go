package embedded

import (
	"context"
	"errors"
	"io"
	"sync"

	"callrecords/load/engine/embedded/libchdb"
)

// stream reads a result piece by piece. It holds a connection.
type stream struct {
	ctx  context.Context
	pool *pool

	mu     sync.Mutex
	conn   *conn // nil once given back
	native *libchdb.Stream
	piece  []byte // fetched and not yet read
	err    error  // what Read returns after the piece
}

// stream begins a statement on a lent connection and fetches its first piece,
// so that an error comes at once. The connection is put back by the reader, or
// here when there is an error.
func (p *pool) stream(ctx context.Context, c *conn, sql, format string) (io.ReadCloser, error) {
	s := &stream{ctx: ctx, pool: p, conn: c}
	err := p.watch(ctx, c, func() (err error) {
		s.native, err = c.stream(sql, format)
		return err
	})
	if err != nil {
		p.put(c)
		return nil, err
	}
	if s.fetch(); s.err != nil && s.err != io.EOF {
		return nil, s.err // fetch has put the connection back
	}
	if !p.opened(s) {
		s.closeWith(ErrClosed)
		return nil, ErrClosed
	}
	return s, nil
}

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.piece) == 0 && s.err == nil {
		s.fetch()
	}
	if len(s.piece) == 0 {
		return 0, s.err
	}
	n := copy(p, s.piece)
	s.piece = s.piece[n:]
	return n, nil
}

// fetch gets the next piece; at the end, or with an error, it ends the stream.
func (s *stream) fetch() {
	err := s.ctx.Err() // a result that is fetched piece by piece ends with its context, too
	if err == nil {
		err = s.pool.watch(s.ctx, s.conn, func() (err error) {
			s.piece, err = s.conn.fetch(s.native)
			return err
		})
	}
	if err == nil && len(s.piece) == 0 {
		err = io.EOF
	}
	if err != nil {
		s.end(err)
	}
}

// end gives the connection back, once.
func (s *stream) end(err error) {
	if s.conn == nil {
		return
	}
	if err == io.EOF {
		s.conn.finish(s.native)
	} else {
		s.pool.giveUp(s.conn, s.native) // there may be hours of it left
	}
	s.pool.put(s.conn)
	s.conn, s.native, s.piece, s.err = nil, nil, nil, err
}

// errReaderClosed is a Read after Close.
var errReaderClosed = errors.New("read of a closed result")

// Close gives up what has not been read. It may be called twice.
func (s *stream) Close() error {
	s.pool.ended(s)
	s.closeWith(errReaderClosed)
	return nil
}

// closeWith ends the stream, with err for whoever reads on.
func (s *stream) closeWith(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(err)
	s.piece, s.err = nil, err
}
