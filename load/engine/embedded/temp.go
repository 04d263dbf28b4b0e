package embedded

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

const (
	tempPrefix = "callrecords-embedded-" // of our private folders
	tempLock   = "lock"                  // in each, locked while its process lives

	sharedMemory   = "/dev/shm"
	wantedOfShared = 1 << 30 // bytes free; containers often have 64 MiB
)

// tempFolder is a private folder for the Arrow files of running inserts.
type tempFolder struct {
	path string
	lock *os.File
}

// makeTemp makes a private folder inside parent, or inside the default place.
// It removes what dead processes left in the same place.
func makeTemp(parent string) (*tempFolder, error) {
	if parent == "" {
		parent = defaultTemp()
	}
	sweepTemp(parent)
	path, err := os.MkdirTemp(parent, tempPrefix) // 0700
	if err != nil {
		return nil, fmt.Errorf("temporary folder: %w", err)
	}
	lock, err := lockTemp(path)
	if err != nil {
		os.RemoveAll(path)
		return nil, fmt.Errorf("temporary folder %s: %w", path, err)
	}
	return &tempFolder{path: path, lock: lock}, nil
}

// lockTemp makes a folder's lock. The file gets its name only once it is locked:
// until then, another process would take it for a dead one's and sweep the folder.
func lockTemp(path string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(path, tempLock+".new"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err = flock(lock); err == nil {
		err = os.Rename(lock.Name(), filepath.Join(path, tempLock))
	}
	if err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}

// remove removes the folder and all in it.
func (t *tempFolder) remove() error {
	defer t.lock.Close()
	return os.RemoveAll(t.path)
}

// defaultTemp is /dev/shm if it exists, is writable and has room, because a file
// there needs no disk; else the system's folder.
func defaultTemp() string {
	var fs unix.Statfs_t
	if unix.Access(sharedMemory, unix.W_OK|unix.X_OK) != nil || unix.Statfs(sharedMemory, &fs) != nil {
		return os.TempDir()
	}
	if fs.Bavail*uint64(fs.Bsize) < wantedOfShared {
		return os.TempDir()
	}
	return sharedMemory
}

// sweepTemp removes the folders of processes that died. A folder's lock says
// whether its process lives; a process id would mean nothing in another container.
// A folder without a lock may be in the making, so it stays.
func sweepTemp(parent string) {
	folders, err := filepath.Glob(filepath.Join(parent, tempPrefix+"*"))
	if err != nil {
		return
	}
	for _, folder := range folders {
		lock, err := os.OpenFile(filepath.Join(folder, tempLock), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if flock(lock) == nil {
			os.RemoveAll(folder) // under its lock, so that nobody else does at the same time
		}
		lock.Close()
	}
}
