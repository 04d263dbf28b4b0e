// Package listen serves the embedded warehouse to readers over ClickHouse's HTTP
// interface, as the configuration says.
package listen

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/httpserver"
)

// drain is how long queries may go on once the program is told to stop.
const drain = 5 * time.Second

const (
	// maxConnections is how many may be open at once. A dashboard opens six or so.
	maxConnections = 512

	// maxHeader bounds the bytes of a request's head: a statement in the URL, which may
	// have 250,000 bytes, with some of them spelled %XX.
	maxHeader = 512 << 10
)

// SettingError is a setting with which nothing can be served.
type SettingError struct{ error }

// Unwrap gives the cause.
func (e SettingError) Unwrap() error { return e.error }

// Options say who is served.
type Options struct {
	Writable      bool // readers may write
	Operator      Operator
	OperatorsOnly bool // a server is the warehouse: readers connect to it
	PagesOnly     bool // only pages, whatever the warehouse is; a store that another process holds is read through that one
}

// Check says what Start would refuse of the configuration, before anything is opened.
func Check(c config.Config, o Options) error {
	_, err := newListener(c, o, slog.New(slog.DiscardHandler))
	return err
}

// Start serves the embedded warehouse over ClickHouse's HTTP interface, and answers
// operators, until stop, which lets go of it. It shares the store with whoever has it
// open in this process, and takes no connection from them.
func Start(
	ctx context.Context, c config.Config, o Options, log *slog.Logger,
) (stop func() error, err error) {
	server, err := newListener(c, o, log)
	if err != nil {
		return nil, err
	}
	store, err := warehouse.OpenEngine(ctx, c, c.Warehouse.Database, o.PagesOnly, log)
	if err != nil {
		return nil, advice(err)
	}
	closing := func(err error) error { return errors.Join(err, store.Close()) }
	op := newOperator(ctx, o.Operator, store, c, reader{server.opts.User, server.opts.Password}, log)
	readers := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		say(w, http.StatusNotFound, "readers connect to the warehouse's own server")
	}))
	if o.PagesOnly {
		readers = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			say(w, http.StatusNotFound, "only pages are here: "+o.Operator.Home)
		})
	} else if !o.OperatorsOnly {
		asker, ok := store.(engine.SessionEngine)
		if !ok {
			return nil, closing(serverAlready(c.Warehouse))
		}
		server.opts.Tried = op.tried
		readers = httpserver.New(asker, server.opts)
	}
	server.Handler = op.before(readers)
	at, err := net.Listen("tcp", c.Listen.Address)
	if err != nil {
		return nil, closing(fmt.Errorf("listen.address: %w", err))
	}
	log.InfoContext(ctx, "listening",
		"address", at.Addr().String(), "tls", server.TLSConfig != nil, "writable", o.Writable)
	if o.Operator.Listening != nil {
		scheme := map[bool]string{true: "https", false: "http"}[server.TLSConfig != nil]
		o.Operator.Listening(scheme + "://" + here(at.Addr()))
	}
	failed := make(chan error, 1)
	go func() { failed <- server.serve(httpserver.Connections(at, maxConnections, server.TLSConfig != nil)) }()
	return func() error { return closing(errors.Join(server.stop(ctx), <-failed)) }, nil
}

// serverAlready is said of a warehouse that is not ours to serve.
func serverAlready(w config.Warehouse) error {
	return SettingError{fmt.Errorf("%s is a server already; readers connect to it", w.URL)}
}

// advice says what to do where another process has the store.
func advice(err error) error {
	if _, ok := errors.AsType[*embedded.HeldError](err); ok {
		return fmt.Errorf("%w, or have it listen itself: exporter serve --listen ADDRESS", err)
	}
	return err
}

// listener is the server, before and after it has an engine.
type listener struct {
	http.Server
	opts httpserver.Options
}

// newListener checks what the configuration says of listening.
func newListener(c config.Config, o Options, log *slog.Logger) (*listener, error) {
	l := c.Listen
	if _, ok := c.Warehouse.Embedded(); !ok && !o.OperatorsOnly && !o.PagesOnly {
		return nil, serverAlready(c.Warehouse)
	}
	if wrong := l.Wrong(!o.OperatorsOnly); wrong != "" {
		return nil, SettingError{fmt.Errorf("listen.address: %s", wrong)}
	}
	password, err := readersPassword(l)
	if err != nil {
		return nil, err
	}
	if password == "" && !o.OperatorsOnly && (o.Writable || l.Exposed()) {
		return nil, SettingError{errors.New("a password is wanted: set listen.password_file")}
	}
	s := &listener{opts: httpserver.Options{
		User: l.User, Password: password, Database: c.Warehouse.Database, Writable: o.Writable,
		Limits: limits(l), Raise: raise, Logger: log,
	}}
	s.ReadHeaderTimeout, s.IdleTimeout = 10*time.Second, 2*time.Minute
	s.ReadTimeout = l.MaxTime + 10*time.Second
	s.MaxHeaderBytes = maxHeader
	s.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
	if l.TLSCertificateFile != "" {
		pair, err := tls.LoadX509KeyPair(l.TLSCertificateFile, l.TLSKeyFile)
		if err != nil {
			return nil, fmt.Errorf("listen.tls_certificate_file: %w", err)
		}
		s.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
	} else if l.Exposed() {
		log.Warn("passwords and rows travel in the open; "+
			"set listen.tls_certificate_file, or let a proxy do TLS", "address", l.Address)
	}
	return s, nil
}

// readersPassword is the readers' password; "" is none.
func readersPassword(l config.Listen) (string, error) {
	if l.PasswordFile == "" {
		return l.Password.Reveal(), nil
	}
	password, err := config.ReadSecret(l.PasswordFile)
	if err == nil && password == "" {
		err = errors.New("the file holds no password")
	}
	if err != nil {
		return "", fmt.Errorf("listen.password_file: %w", err)
	}
	return password.Reveal(), nil
}

// raise says which key raises the bound that an error of the engine tells of.
var raise = map[proto.Error]string{
	proto.ErrMemoryLimitExceeded: "listen.max_memory_mb bounds a query's memory",
	proto.ErrTimeoutExceeded:     "listen.max_time bounds a query's time",
	proto.ErrTooManyRowsOrBytes: "listen.max_result_mb and listen.max_result_rows bound a result; " +
		"exporter query has no such bounds",
	proto.ErrTooManySimultaneousQueries: "listen.queries run at once",
}

// limits are the bounds on readers. A statement is small; a body of rows is
// held until it is in.
func limits(l config.Listen) httpserver.Limits {
	const mib = 1 << 20
	return httpserver.Limits{
		Memory:      int64(l.MaxMemoryMB) * mib,
		ResultBytes: int64(l.MaxResultMB) * mib,
		ResultRows:  int64(l.MaxResultRows),
		Time:        l.MaxTime,
		Queries:     l.Queries,
		Statement:   mib,
		Insert:      256 * mib,
	}
}

// here is an address that this machine reaches: that of all interfaces is none.
func here(at net.Addr) string {
	tcp, ok := at.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return at.String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
}

// Door is ClickHouse's HTTP interface for the pages of this process, which are a reader like
// others: behind the same walls and bounds, with turns of their own.
func Door(store engine.SessionEngine, c config.Config, log *slog.Logger) http.Handler {
	return httpserver.New(store, httpserver.Options{
		Database: c.Warehouse.Database, Limits: limits(c.Listen), Raise: raise, Logger: log,
	})
}

// serve serves until stop.
func (s *listener) serve(at net.Listener) error {
	var err error
	if s.TLSConfig != nil {
		err = s.ServeTLS(at, "", "")
	} else {
		err = s.Serve(at)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("listen.address: %w", err)
}

// stop lets queries end for a while, and then ends them.
func (s *listener) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		return s.Close()
	}
	return nil
}
