package servertest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"

	"callrecords/load"
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
	engine load.Engine
	opts   Options

	mu      sync.Mutex
	faults  []injected
	checked map[string]error    // by SETTINGS clause
	seen    []map[string]string // settings of each insert
}

var _ http.Handler = (*Server)(nil)

// New is a server over an engine, which remains the caller's to close.
func New(engine load.Engine, opts Options) *Server {
	if opts.User == "" {
		opts.User = "default"
	}
	return &Server{engine: engine, opts: opts, checked: map[string]error{}}
}

// InsertSettings are the settings that came with each insert, in order.
func (s *Server) InsertSettings() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]map[string]string(nil), s.seen...)
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/ping" {
		io.WriteString(w, "Ok.\n")
		return
	}
	if err := s.admit(r); err != nil {
		throw(w, err)
		return
	}
	req, err := parseRequest(r)
	if err != nil {
		panic(http.ErrAbortHandler) // the body broke off
	}
	serve := func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, req) }
	if fault := s.take(req.statement); fault != nil {
		fault(w, r, serve)
		return
	}
	serve(w, r)
}

// serve runs one statement.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, req request) {
	err := s.checkSettings(r.Context(), req.settings)
	switch {
	case err != nil:
	case req.isInsert:
		err = s.insert(w, r, req)
	case req.statement == greeting:
		err = s.greet(w, r)
	default:
		err = s.query(w, r, req)
	}
	if e, ok := errors.AsType[*load.Exception](err); ok {
		throw(w, e)
	} else if err != nil {
		panic(http.ErrAbortHandler) // the engine does not know either
	}
}

// admit checks user and password, wherever they are.
func (s *Server) admit(r *http.Request) error {
	user, password, basic := r.BasicAuth()
	if !basic {
		user, password = r.Header.Get("X-ClickHouse-User"), r.Header.Get("X-ClickHouse-Key")
	}
	if user == "" {
		user = "default"
	}
	if user != s.opts.User || password != s.opts.Password {
		return &load.Exception{Code: 516, Message: user + ": Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)"}
	}
	return nil
}

// checkSettings has the engine look at names and values of settings.
func (s *Server) checkSettings(ctx context.Context, settings map[string]string) error {
	clause := settingsClause(settings)
	s.mu.Lock()
	err, known := s.checked[clause]
	s.mu.Unlock()
	if known || clause == "" {
		return err
	}
	err = s.engine.Exec(ctx, "SELECT 1 "+clause)
	if ctx.Err() == nil {
		s.mu.Lock()
		s.checked[clause] = err
		s.mu.Unlock()
	}
	return err
}

// table are the columns of a table and their types.
func (s *Server) table(ctx context.Context, name string) (map[string]string, error) {
	body, err := s.engine.Query(ctx, "DESCRIBE TABLE "+name, "JSONEachRow")
	if err != nil {
		return nil, err
	}
	defer body.Close()
	types := map[string]string{}
	for rows := json.NewDecoder(body); rows.More(); {
		var column struct{ Name, Type string }
		if err := rows.Decode(&column); err != nil {
			return nil, err
		}
		types[column.Name] = column.Type
	}
	return types, nil
}
