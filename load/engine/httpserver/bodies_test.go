package httpserver_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/go-faster/city"

	"callrecords/load/engine/httpserver"
)

// blockHead is a compressed block's head, with the checksum of what follows.
func blockHead(method byte, raw, size uint32, data string) string {
	b := append([]byte{method}, make([]byte, 8)...)
	binary.LittleEndian.PutUint32(b[1:], raw)
	binary.LittleEndian.PutUint32(b[5:], size)
	b = append(b, data...)
	sum := city.CH128(b)
	head := binary.LittleEndian.AppendUint64(nil, sum.Low)
	return string(append(binary.LittleEndian.AppendUint64(head, sum.High), b...))
}

func TestBlocksAreBelievedUpToWhatHasArrived(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Statement: 1 << 20}})
	zeros := compress.NewWriter(compress.LevelZero, compress.ZSTD)
	if err := zeros.Compress(make([]byte, 64<<20)); err != nil {
		t.Fatal(err)
	}
	bomb := string(zeros.Data[25:])
	for name, c := range map[string]struct{ body, code string }{
		"a head alone":              {blockHead(0x82, 9+(1<<20), 1<<20, ""), "CANNOT_DECOMPRESS"},
		"the largest sizes":         {blockHead(0x82, 1<<31, 1<<31, ""), "QUERY_IS_TOO_LARGE"},
		"a size below the head's":   {blockHead(0x82, 3, 10, ""), "CANNOT_DECOMPRESS"},
		"more than LZ4 can make":    {blockHead(0x82, 9+4, 1<<20, "abcd"), "CANNOT_DECOMPRESS"},
		"ZSTD, more than declared":  {blockHead(0x90, uint32(9+len(bomb)), 100, bomb), "CANNOT_DECOMPRESS"},
		"ZSTD, more than may be":    {string(zeros.Data), "QUERY_IS_TOO_LARGE"},
		"not compressed, but other": {blockHead(0x02, 9+4, 5, "abcd"), "CANNOT_DECOMPRESS"},
		"a method that is none":     {blockHead(0x77, 9+4, 4, "abcd"), "CANNOT_DECOMPRESS"},
		"a wrong checksum":          {"x" + blockHead(0x02, 9+4, 4, "abcd")[1:], "CANNOT_DECOMPRESS"},
		"half a head":               {"abc", "CANNOT_DECOMPRESS"},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.on(t).send(http.MethodPost, url.Values{"decompress": {"1"}}, c.body)
			if got.code() != c.code {
				t.Errorf("got code %s, want %s: %q", got.code(), c.code, got.text)
			}
		})
	}
	for name, method := range map[string]compress.Method{
		"LZ4": compress.LZ4, "LZ4HC": compress.LZ4HC, "ZSTD": compress.ZSTD, "none": compress.None,
	} {
		t.Run(name, func(t *testing.T) {
			w := compress.NewWriter(compress.LevelZero, method)
			body := ""
			for _, piece := range []string{"SELECT", "", " 1, ", "'" + strings.Repeat("x", 1000) + "'"} {
				if err := w.Compress([]byte(piece)); err != nil {
					t.Fatal(err)
				}
				body += string(w.Data)
			}
			got := s.on(t).send(http.MethodPost, url.Values{"decompress": {"1"}}, body)
			if want := "1\t" + strings.Repeat("x", 1000) + "\n"; got.text != want {
				t.Errorf("got %.100q, want %.100q", got.text, want)
			}
		})
	}
}

// Those who say that much comes, and send little, hold little.
func TestHeadsOfLargeBlocksTakeNoMemory(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Statement: 256 << 20}})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 24 {
		c := s.connect(t)
		fmt.Fprintf(c, "POST /?decompress=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n%s",
			blockHead(0x82, 128<<20, 128<<20, ""))
	}
	time.Sleep(200 * time.Millisecond) // nothing tells that a server waits for more
	runtime.ReadMemStats(&after)
	if took := int64(after.TotalAlloc - before.TotalAlloc); took > 1<<30 {
		t.Errorf("got %d MiB for 24 heads, want less than 1024", took>>20)
	}
}

// connect opens a connection to the site, which ends with the test.
func (s site) connect(t *testing.T) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestBodiesAreBoundedOverAllRequests(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Statement: 1 << 20, Bodies: 3 << 19}})
	// One body stays on its way, with a MiB of it sent. While it is being read, another
	// one can take its place: then it is sent again. So much more is declared that the
	// server does not wait for the rest of one that it refuses.
	hold := func() (net.Conn, *bufio.Reader) {
		c := s.connect(t)
		fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s", 2<<20,
			"SELECT 1 -- "+strings.Repeat("x", 1<<20-100))
		return c, bufio.NewReader(c)
	}
	holder, answer := hold()
	// What is left of it when it is refused is small enough for the server to read on.
	large := "SELECT 1 -- " + strings.Repeat("x", 600_000)
	for deadline := time.Now().Add(20 * time.Second); ; {
		got := s.post(large)
		if got.code() == "MEMORY_LIMIT_EXCEEDED" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("got code %s, want MEMORY_LIMIT_EXCEEDED", got.code())
		}
		_ = holder.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
		if _, err := answer.Peek(1); !errors.Is(err, os.ErrDeadlineExceeded) {
			holder, answer = hold()
		}
	}
	s.want("1\n", "SELECT 1") // a small one has room
	// Once the first one ends, its bytes are free again.
	holder.Close()
	for deadline := time.Now().Add(20 * time.Second); s.post(large).code() == "MEMORY_LIMIT_EXCEEDED"; {
		if time.Now().After(deadline) {
			t.Fatal("got MEMORY_LIMIT_EXCEEDED, want the bytes of the first one given back")
		}
	}
}
