package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"callrecords/load/engine"
)

// Options say where the store is. Only Path is needed. When the path is open
// in this process already, the other options are those of the first Open.
type Options struct {
	Path        string // directory of the store; made when it is not there, and kept to this user (mode 0700)
	Database    string // where names without a database are looked up; it must be there; default: chDB's own
	Library     string // libchdb file; default: $CHDB_LIB_PATH, the cache of fetch.sh, /usr/local/lib, /usr/lib
	Connections int    // statements that run at once; default 2
	TempDir     string // parent of the private folder for inserts; default /dev/shm with 1 GiB free, else os.TempDir
	MemoryLimit int64  // bytes that the engine may use; default what chDB takes: 90 % of the machine's or container's
	Config      string // further elements of the engine's configuration, XML (ClickHouse, Server settings); default none

	// Reads says that this process only reads and soon closes the store, which is told to
	// those who want it meanwhile ([HeldError]). Nothing is forbidden by it.
	Reads bool

	// Attend is called once the store is open, with its real path, and may serve it to
	// others through the engine, which is not its to close. What it returns is called
	// before the store closes. Default none.
	Attend func(store engine.SessionEngine, path string) (leave func())
}

// check refuses options that make no sense.
func (o Options) check() error {
	switch {
	case o.Path == "":
		return errors.New("embedded engine: no path given")
	case o.Connections < 0:
		return fmt.Errorf("embedded engine: %d connections", o.Connections)
	case o.MemoryLimit < 0:
		return fmt.Errorf("embedded engine: memory limit %d", o.MemoryLimit)
	}
	return nil
}

// Engine is a ClickHouse inside this process. It implements [engine.Engine].
type Engine struct {
	held  *store
	close sync.Once
	done  atomic.Bool
	err   error
}

var _ engine.Engine = (*Engine)(nil)

// Open opens the store at a path, or shares it when this process has it open.
// Errors: *[libchdb.MissingError] without the library, *[libchdb.UntrustedError] when others can
// write it, *[HeldError] when another process
// has the store, *[OtherPathError] when this process has another.
func Open(ctx context.Context, opts Options) (*Engine, error) {
	opts.Connections = cmp.Or(opts.Connections, 2)
	if err := opts.check(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, err := process.acquire(opts)
	if err != nil {
		return nil, err
	}
	return &Engine{held: s}, nil
}

// store returns the open store.
func (e *Engine) store() (*store, error) {
	if e.done.Load() {
		return nil, ErrClosed
	}
	return e.held, nil
}

// Close releases the engine. The last Close of a path ends the open readers,
// waits for the statements that run, and stops the engine. A process must not
// exit before: engine threads outliving Go's runtime can crash it.
func (e *Engine) Close() error {
	e.close.Do(func() {
		e.done.Store(true)
		e.err = process.release(e.held)
	})
	return e.err
}

// makePath makes the store's directory and returns its name without links and
// dots: chDB compares paths as text.
func makePath(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o700); err != nil {
			return "", err
		}
	case err != nil:
		return "", err
	case !info.IsDir():
		return "", fmt.Errorf("%s is a file, not a directory", path)
	}
	return filepath.EvalSymlinks(path)
}
