package socket

import (
	"context"
	"log/slog"
	"net"
	"time"

	"callrecords/load/engine/server"
)

// answerTime is how long a statement may take until its first row. There is no bound on
// one that runs in the process that asks; this one is for a holder that stands still.
const answerTime = 24 * time.Hour

// Open asks the process that holds a store. Names without a database are looked up in
// the given one. An error that is no *[engine.Exception] means that no process listens
// there, or not yet.
func Open(ctx context.Context, folder, database string, log *slog.Logger) (*server.Engine, error) {
	dial := func(ctx context.Context) (net.Conn, error) { return dial(ctx, folder) }
	probe, err := dial(ctx) // whose error says it plainly
	if err != nil {
		return nil, err
	}
	probe.Close()
	return server.Open(ctx, server.Options{
		URL: "http://localhost", Name: "that holds the store", Database: database,
		ReadTimeout: answerTime, Logger: log, Dial: dial,
	})
}

// dial connects to the socket of a store.
func dial(ctx context.Context, folder string) (net.Conn, error) {
	name, done, err := place(folder)
	if err != nil {
		return nil, err
	}
	defer done()
	return new(net.Dialer).DialContext(ctx, "unix", name)
}
