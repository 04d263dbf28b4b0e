package enginetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"callrecords/load/engine/embedded"
)

// Store is the embedded engine that all tests of a process share: chDB opens one
// store per process. Each test has a [Database] of its own in it.
type Store struct {
	*embedded.Engine
	Path string
}

// Main opens a store in a folder of its own, hands it to ready, runs the tests,
// closes the store and removes the folder. It returns the exit code. A store whose
// path the options name is opened where it is, and stays:
//
//	var store enginetest.Store
//
//	func TestMain(m *testing.M) {
//		os.Exit(enginetest.Main(m, embedded.Options{}, func(s enginetest.Store) error {
//			store = s
//			return nil
//		}))
//	}
//
// Without the engine's library nothing passes; the error says how to get it.
func Main(m *testing.M, opts embedded.Options, ready func(Store) error) int {
	code := 1
	err := withStore(opts, func(s Store) error {
		if err := ready(s); err != nil {
			return err
		}
		code = m.Run()
		return nil
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// withStore opens a store for the time of a call. It is closed before the
// process exits: the engine's threads must not outlive Go's runtime.
func withStore(opts embedded.Options, use func(Store) error) (err error) {
	if opts.Path == "" {
		folder, err := os.MkdirTemp(TempDir(), "enginetest-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		opts.Path = filepath.Join(folder, "store")
	}
	e, err := embedded.Open(context.Background(), opts)
	if err != nil {
		return err
	}
	return errors.Join(use(Store{e, opts.Path}), e.Close())
}

const (
	sharedMemory = "/dev/shm"
	roomForTests = 4 << 30 // bytes; a store of tests takes some hundred megabytes
)

// TempDir is where stores of tests are made: in memory where there is room, for the
// engine flushes every part and every definition to the disk, and tests make
// thousands.
func TempDir() string {
	var fs unix.Statfs_t
	if unix.Access(sharedMemory, unix.W_OK|unix.X_OK) != nil || unix.Statfs(sharedMemory, &fs) != nil {
		return os.TempDir()
	}
	if fs.Bavail*uint64(fs.Bsize) < roomForTests {
		return os.TempDir()
	}
	return sharedMemory
}
