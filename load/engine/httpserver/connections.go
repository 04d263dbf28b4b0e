package httpserver

import (
	"encoding/binary"
	"net"
	"sync"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"golang.org/x/sync/semaphore"
)

// Connections are up to so many at once; more are closed at once. On a port without
// TLS, a client that speaks another protocol gets an answer that it understands, and
// not a wait for the end of a line.
func Connections(at net.Listener, most int64, tls bool) net.Listener {
	return connections{at, semaphore.NewWeighted(most), tls}
}

type connections struct {
	net.Listener
	open *semaphore.Weighted
	tls  bool
}

// Accept implements [net.Listener].
func (l connections) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if l.open.TryAcquire(1) {
			return &connection{Conn: c, open: l.open, begun: l.tls}, nil
		}
		// One write of a few bytes to a fresh connection does not wait for its reader.
		_ = c.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = c.Write([]byte("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n" +
			"Content-Type: text/plain\r\n\r\nToo many connections.\n"))
		c.Close()
	}
}

// connection looks at the first byte that comes.
type connection struct {
	net.Conn
	open   *semaphore.Weighted
	closed sync.Once
	begun  bool // the first byte was looked at, or is TLS's
}

// The first bytes of other protocols: ClickHouse's client hello (src/Core/Protocol.h)
// and a TLS handshake (RFC 8446, section 5.1).
const (
	nativeHello  = 0x00
	tlsHandshake = 0x16
)

// Read implements [net.Conn]. The server reads a connection in one place at a time.
func (c *connection) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n == 0 || c.begun {
		return n, err
	}
	c.begun = true
	switch p[0] {
	case nativeHello:
		return 0, c.refuse(nativeException("This port speaks HTTP; the native protocol is not served. " +
			"Use clickhouse-client's --host with an HTTP client such as curl, or ClickHouse's drivers over HTTP."))
	case tlsHandshake:
		return 0, c.refuse(
			[]byte("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n" +
				"This port speaks HTTP without TLS; use http://, or set listen.tls_certificate_file.\n"),
		)
	}
	return n, err
}

// refuse sends an answer and closes.
func (c *connection) refuse(answer []byte) error {
	_ = c.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = c.Write(answer)
	c.Close()
	return net.ErrClosed
}

// Close implements [net.Conn].
func (c *connection) Close() error {
	c.closed.Do(func() { c.open.Release(1) })
	return c.Conn.Close()
}

// nativeException is an exception in ClickHouse's native protocol, which its clients
// print.
func nativeException(text string) []byte {
	const exception = 2 // the kind of the packet
	b := binary.LittleEndian.AppendUint32([]byte{exception}, uint32(proto.ErrUnknownProtocol))
	for _, s := range []string{"DB::Exception", text, ""} { // the last is a stack trace
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return append(b, 0) // nothing nested
}
