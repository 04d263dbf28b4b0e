package httpserver_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"callrecords/load/engine/httpserver"
)

func TestOtherProtocolsAreAnswered(t *testing.T) {
	t.Parallel()
	address := connections(t, 10)
	for name, c := range map[string]struct{ sent, want string }{
		"native": {"\x00\x0aClickHouse", "\x02"},
		"TLS":    {"\x16\x03\x01\x02\x00\x01", "HTTP/1.1 400 "},
		"HTTP":   {"GET /ping HTTP/1.0\r\nHost: localhost\r\n\r\n", "HTTP/1.0 200 "},
	} {
		t.Run(name, func(t *testing.T) {
			conn := dial(t, address)
			if _, err := io.WriteString(conn, c.sent); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(conn) // ends when the server closes
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(got), c.want) {
				t.Errorf("got %q, want it to begin with %q", got, c.want)
			}
			if name != "HTTP" && !strings.Contains(string(got), "This port speaks HTTP") {
				t.Errorf("got %q, want it to say what the port speaks", got)
			}
		})
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	address := connections(t, 2)
	for range 2 {
		conn := dial(t, address)
		if _, err := io.WriteString(conn, "GET /ping HTTP/1.1\r\n"); err != nil { // and never the rest
			t.Fatal(err)
		}
	}
	got, err := io.ReadAll(dial(t, address))
	if err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 503 ") {
		t.Errorf("got %q, %v, want 503", got, err)
	}
}

// connections serves on a port that takes so many of them.
func connections(t *testing.T, most int64) (address string) {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: httpserver.New(below, httpserver.Options{})}
	go server.Serve(httpserver.Connections(at, most, false))
	t.Cleanup(func() { server.Close() })
	return at.Addr().String()
}

// dial opens a connection that waits no longer than a client would.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}
