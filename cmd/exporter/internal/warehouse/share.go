package warehouse

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"callrecords/cmd/exporter/internal/socket"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/server"
)

const (
	// brief is how long a writer waits for a holder that only reads: a question that
	// somebody asks by hand, or a probe, keeps no export from beginning.
	brief = 15 * time.Second
	// patience is how long a reader waits for a holder that starts or ends: it has the
	// lock then, but does not listen.
	patience = 5 * time.Second
	// pause is how long it waits before it looks again.
	pause = 50 * time.Millisecond
)

// Shared is an embedded store that another process of this user holds, and which is
// asked through that process. It only reads.
type Shared struct {
	*server.Engine
	Holder embedded.HeldError // who holds it
}

// openStore opens an embedded store. While it is open, other processes may read through
// this one. A store that another process holds is read through that one; whoever wants
// to write waits for a holder that only reads, and is told of another one.
func openStore(
	ctx context.Context, o embedded.Options, reads bool, log *slog.Logger,
) (engine.Engine, error) {
	o.Attend = func(store engine.SessionEngine, path string) func() { return socket.Listen(store, path, log) }
	o.Reads = reads
	waiting := false
	for began, looks := time.Now(), 0; ; looks++ {
		store, err := embedded.Open(ctx, o)
		held, ok := errors.AsType[*embedded.HeldError](err)
		switch {
		case err == nil:
			return store, nil
		case !ok:
			return nil, err
		case reads:
			through, noAnswer := socket.Open(ctx, o.Path, o.Database, log)
			if noAnswer == nil {
				return &Shared{through, *held}, nil
			}
			if _, said := errors.AsType[*engine.Exception](noAnswer); said {
				return nil, fmt.Errorf("store %s: %w", o.Path, noAnswer)
			}
			if time.Since(began) > patience {
				return nil, fmt.Errorf("%w; it cannot be asked meanwhile: %w", err, noAnswer)
			}
		case held.Reads && time.Since(began) > brief:
			return nil, fmt.Errorf("%w. Nothing was done, after %s of waiting", err, brief)
		case !held.Reads && looks > 0: // at the first look a holder may not have written down yet who it is
			return nil, fmt.Errorf("%w. Nothing was done. What reads goes through that process meanwhile: "+
				"query, explain, verify, status, reference list, reference check, schema plan, doctor", err)
		case held.Reads && !waiting:
			waiting = true
			log.InfoContext(ctx, "waiting for the store, which somebody reads",
				"store", o.Path, "holder", held.Who(), "at_most", brief.String())
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// Sessions is an engine whose statements can have settings and parameters of their own,
// whatever engine it is; it was opened with the database.
func Sessions(store engine.Engine, database string) (engine.SessionEngine, error) {
	switch e := store.(type) {
	case engine.SessionEngine:
		return e, nil
	case *server.Engine:
		return server.Sessions{Engine: e, Database: database}, nil
	case *Shared:
		return server.Sessions{Engine: e.Engine, Database: database}, nil
	}
	return nil, fmt.Errorf("an engine of type %T has no sessions", store)
}
