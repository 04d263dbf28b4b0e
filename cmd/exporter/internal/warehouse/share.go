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
// to write is told who holds it.
func openStore(
	ctx context.Context, o embedded.Options, reads bool, log *slog.Logger,
) (engine.Engine, error) {
	o.Attend = func(store engine.SessionEngine, path string) func() { return socket.Listen(store, path, log) }
	for began := time.Now(); ; {
		store, err := embedded.Open(ctx, o)
		held, ok := errors.AsType[*embedded.HeldError](err)
		switch {
		case err == nil:
			return store, nil
		case !ok:
			return nil, err
		case !reads:
			return nil, fmt.Errorf("%w. Nothing was done. What reads goes through that process meanwhile: "+
				"query, explain, verify, status, reference list, reference check, schema plan, doctor", err)
		}
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
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}
