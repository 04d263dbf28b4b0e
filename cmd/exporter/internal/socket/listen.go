package socket

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

const (
	// drain is how long statements may go on once the holder closes the store.
	drain = 5 * time.Second

	// maxConnections is how many may be open at once, maxQueries how many statements may
	// run. A command opens a few.
	maxConnections = 256
	maxQueries     = 32

	// maxStatement and maxHead bound a statement and the head of a request, in bytes.
	maxStatement = 16 << 20
	maxHead      = 512 << 10
)

// Listen serves a store to the other processes of this user, until stop, which ends
// what they run within some seconds. Only who has the store locked may call it: a
// socket that is there was left by a holder that was killed, and is removed.
//
// That nobody can be served is no reason not to work: it is logged, and stop does nothing.
func Listen(store engine.SessionEngine, folder string, log *slog.Logger) (stop func()) {
	at, done, err := bind(folder)
	if err != nil {
		log.Warn(
			"other commands cannot read while this process holds the store",
			"store",
			folder,
			"error",
			err,
		)
		return func() {}
	}
	s := &http.Server{
		Handler: httpserver.New(store, httpserver.Options{
			Kin: true, Limits: httpserver.Limits{Queries: maxQueries, Statement: maxStatement}, Logger: log,
		}),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    maxHead,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.Serve(httpserver.Connections(at, maxConnections, false)) // ends with stop
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		if s.Shutdown(ctx) != nil { // which closes the listener first, and that removes the file
			_ = s.Close()
		}
		<-ended
		done()
	}
}

// bind makes the socket, for this user alone.
func bind(folder string) (_ net.Listener, done func(), err error) {
	name, done, err := place(folder)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			done()
		}
	}()
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	at, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: name})
	if err != nil {
		return nil, nil, err
	}
	if err := os.Chmod(name, 0o600); err != nil {
		at.Close()
		return nil, nil, err
	}
	return listener{at}, done, nil
}

// listener takes connections of this user only.
type listener struct{ *net.UnixListener }

// Accept implements [net.Listener].
func (l listener) Accept() (net.Conn, error) {
	for {
		c, err := l.AcceptUnix()
		if err != nil {
			return nil, err
		}
		if checkPeer(c) == nil {
			return c, nil
		}
		c.Close()
	}
}
