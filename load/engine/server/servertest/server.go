package servertest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

// Options say who may come in. The zero value lets in the user default
// without a password.
type Options struct {
	User     string // default: default
	Password string // default: none
	Version  string // what the server says it is; default: the engine's
}

// Server is a [http.Handler] that speaks ClickHouse's HTTP interface. Serve it
// with [net/http/httptest], with or without TLS.
type Server struct {
	handler *httpserver.Handler

	mu     sync.Mutex
	faults []injected
	seen   []map[string]string // settings of each insert
}

var _ http.Handler = (*Server)(nil)

// New is a server over an engine, which remains the caller's to close.
func New(below engine.SessionEngine, opts Options) *Server {
	asked := &remembering{SessionEngine: below, answers: map[string]string{}}
	return &Server{handler: httpserver.New(asked, httpserver.Options{
		User: opts.User, Password: opts.Password, Version: opts.Version, Writable: true,
	})}
}

// InsertSettings are what came in the URL of each insert, settings among them,
// in order.
func (s *Server) InsertSettings() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]map[string]string(nil), s.seen...)
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	statement := r.URL.Query().Get("query")
	if statement == "" {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler) // the body broke off
		}
		statement = string(body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	s.note(statement, r)
	if fault := s.take(statement); fault != nil {
		fault(w, r, s.handler.ServeHTTP)
		return
	}
	s.handler.ServeHTTP(w, r)
}

// note keeps what came with an insert.
func (s *Server) note(statement string, r *http.Request) {
	if !strings.HasPrefix(statement, "INSERT ") {
		return
	}
	sent := map[string]string{}
	for name, values := range r.URL.Query() {
		sent[name] = values[0]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, sent)
}
