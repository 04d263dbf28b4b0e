package servertest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

// Fault answers a request in the server's place. It may call serve, which is
// what the server would have done.
type Fault func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc)

type injected struct {
	match string
	fault Fault
}

// Inject answers the next statement that contains a text with a fault. Several
// faults for the same text are used in turn, one per statement.
func (s *Server) Inject(match string, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, injected{match, fault})
}

// take removes the fault that a statement is to meet.
func (s *Server) take(statement string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if strings.Contains(statement, f.match) {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			return f.fault
		}
	}
	return nil
}

// Throw is an exception, such as proto.ErrTooManyParts.
func Throw(code proto.Error, message string) Fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		io.Copy(io.Discard, r.Body)
		httpserver.Throw(w, &engine.Exception{Code: code, Message: message})
	}
}

// Status is an answer of something in between, such as a load balancer's 503.
func Status(status int) Fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		io.Copy(io.Discard, r.Body)
		http.Error(w, http.StatusText(status), status)
	}
}

// Redirect sends the client elsewhere.
func Redirect(url string) Fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		io.Copy(io.Discard, r.Body)
		http.Redirect(w, r, url, http.StatusTemporaryRedirect)
	}
}

// DropRequest breaks the connection while the body arrives; nothing is done.
func DropRequest() Fault {
	return func(_ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		io.CopyN(io.Discard, r.Body, 100)
		panic(http.ErrAbortHandler)
	}
}

// DropReply does everything and breaks the connection before it answers.
func DropReply() Fault {
	return func(_ http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		serve(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}
}

// Hang does nothing until the client goes away.
func Hang() Fault {
	return func(_ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
}

// Miscount does everything and reports n more written rows than there were.
func Miscount(n int64) Fault {
	return func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		recorded := httptest.NewRecorder()
		serve(recorded, r)
		var summary struct {
			Written int64 `json:"written_rows,string"`
		}
		if err := json.Unmarshal([]byte(recorded.Header().Get("X-ClickHouse-Summary")), &summary); err != nil {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("X-ClickHouse-Summary", fmt.Sprintf(`{"written_rows":"%d"}`, summary.Written+n))
		w.WriteHeader(recorded.Code)
	}
}

// WithoutSummary does everything and reports nothing.
func WithoutSummary() Fault {
	return func(_ http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		serve(httptest.NewRecorder(), r)
	}
}

// CutResult breaks the connection after some bytes of a result.
func CutResult(bytes int64) Fault {
	return func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		serve(&cutter{w, bytes}, r)
	}
}

// cutter is a connection that breaks.
type cutter struct {
	http.ResponseWriter
	left int64
}

func (c *cutter) Write(p []byte) (int, error) {
	n := min(int64(len(p)), c.left)
	c.left -= n
	c.ResponseWriter.Write(p[:n])
	if c.left == 0 {
		c.ResponseWriter.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	return len(p), nil
}
