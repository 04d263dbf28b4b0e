package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sys/unix"

	"callrecords/load/engine/embedded/libchdb"
)

// process is the one global of this package, because chDB is one per process:
// a library cannot be loaded twice, and a second path is refused by it.
var process single

// single holds the library once it is loaded, for good, and the open store.
type single struct {
	mu   sync.Mutex
	lib  *libchdb.Library
	open *store
}

// store is an open path and those who share it.
type store struct {
	path    string
	holders int
	lock    *os.File
	temp    *tempFolder
	pool    *pool
	dismiss func() // ends what [Options.Attend] began; nil for nothing
}

// acquire opens a store or joins those who have it open.
func (p *single) acquire(opts Options) (*store, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lib == nil {
		lib, err := libchdb.Load(opts.Library)
		if err != nil {
			return nil, err
		}
		p.lib = lib // for good: it cannot be unloaded, nor loaded twice
	}
	if p.open != nil {
		return p.join(opts.Path)
	}
	path, err := makePath(opts.Path)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", opts.Path, err)
	}
	p.open, err = openStore(p.lib, path, opts)
	if err == nil && opts.Attend != nil {
		p.open.dismiss = opts.Attend(&Engine{held: p.open}, path)
	}
	return p.open, err
}

// join adds a holder to the open store, if that is the one asked for.
func (p *single) join(path string) (*store, error) {
	real, err := filepath.Abs(path)
	if err == nil {
		real, err = filepath.EvalSymlinks(real)
	}
	if err != nil || real != p.open.path {
		return nil, &OtherPathError{Open: p.open.path, Asked: path}
	}
	p.open.holders++
	return p.open, nil
}

// release lets one holder go; with the last, the store closes.
func (p *single) release(s *store) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.holders--; s.holders > 0 {
		return nil
	}
	p.open = nil
	if s.dismiss != nil {
		s.dismiss() // first: its statements run on this engine
	}
	if err := s.pool.close(); err != nil {
		return fmt.Errorf("store %s: %w", s.path, err) // still locked, because the engine still has it
	}
	return s.leave() // after the engine, which writes until it has stopped
}

// openStore locks a path and starts the engine on it.
func openStore(lib *libchdb.Library, path string, opts Options) (*store, error) {
	if err := keepPrivate(path); err != nil {
		return nil, openError(path, err)
	}
	lock, err := takeLock(path, opts.Reads)
	if err != nil {
		return nil, openError(path, err)
	}
	s := &store{path: path, holders: 1, lock: lock}
	if err := s.start(lib, opts); err != nil {
		s.leave()
		return nil, openError(path, err)
	}
	return s, nil
}

// start starts the engine on a path that is ours.
func (s *store) start(lib *libchdb.Library, opts Options) error {
	if err := prepare(s.path); err != nil {
		return err
	}
	temp, err := makeTemp(opts.TempDir)
	if err != nil {
		return err
	}
	s.temp = temp
	args, err := serverArgs(s.path, temp.path, opts)
	if err != nil {
		return err
	}
	s.pool, err = openPool(lib, args, opts.Database, opts.Connections)
	return err
}

// prepare makes sure that no foreign program has the store, and that chDB will
// start its background work: on a path without a metadata folder 26.5 starts
// none (EmbeddedServer::processConfig), and DROP … SYNC then waits for ever.
func prepare(path string) error {
	if err := foreignHolder(path); err != nil {
		return err
	}
	return os.MkdirAll(filepath.Join(path, "metadata"), 0o700)
}

// leave undoes what openStore did, but for the engine.
func (s *store) leave() error {
	defer s.lock.Close()
	if s.temp == nil {
		return nil
	}
	return s.temp.remove()
}

// openError adds the store to an error that does not name it.
func openError(path string, err error) error {
	if _, ok := err.(*HeldError); ok {
		return err
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return fmt.Errorf(
			"store %s: %w; give it a folder that this user can write, even to read from it",
			path,
			err,
		)
	}
	return fmt.Errorf("store %s: %w", path, err)
}
