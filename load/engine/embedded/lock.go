package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// lockName is the file in a store whose flock says that the store is open. It
// stays there when the store is closed; only the lock counts. chDB has a lock
// of its own, but keeps to itself who has it.
const lockName = "exporter.lock"

// statusName is chDB's own lock file (src/Common/StatusFile.cpp), held by any
// program that has the store open, ours or not.
const statusName = "status"

// holder is what the lock file says, as JSON.
type holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
	Reads   bool      `json:"reads,omitempty"`
}

// takeLock locks a store for this process and writes down who has it, and whether it
// only reads. When
// another process has it, the error is a *[HeldError]. Closing the file, or
// dying, releases the lock.
func takeLock(path string, reads bool) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(path, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := flock(file); err != nil {
		defer file.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, heldBy(path, file)
		}
		return nil, fmt.Errorf("lock %s: %w", file.Name(), err)
	}
	since := time.Now().UTC().Truncate(time.Second)
	text, err := json.Marshal(holder{PID: os.Getpid(), Command: command(), Since: since, Reads: reads})
	if err == nil {
		err = file.Truncate(0) // the last holder may have had a longer name
	}
	if err == nil {
		_, err = file.WriteAt(append(text, '\n'), 0)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// flock locks a file for this process alone, without waiting.
func flock(file *os.File) error {
	for {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// command is the program and its subcommand. Further arguments are left out:
// they may hold secrets.
func command() string {
	name := filepath.Base(os.Args[0])
	if len(os.Args) > 1 && !strings.HasPrefix(os.Args[1], "-") {
		name += " " + os.Args[1]
	}
	return name
}

// heldBy reads who holds a store. The holder may be just about to write its
// name, so an unreadable file is a holder without one.
func heldBy(path string, file *os.File) error {
	var who holder
	if err := json.NewDecoder(file).Decode(&who); err != nil {
		who = holder{}
	}
	return &HeldError{Path: path, PID: who.PID, Command: who.Command, Since: who.Since, Reads: who.Reads}
}

// foreignHolder finds out whether a program that does not know our lock, such
// as another chDB or a ClickHouse server, has the store open. It is nil if not.
func foreignHolder(path string) error {
	file, err := os.OpenFile(filepath.Join(path, statusName), os.O_RDWR, 0)
	if err != nil {
		return nil // a store that was never open has none
	}
	defer file.Close()
	if err := flock(file); !errors.Is(err, unix.EWOULDBLOCK) {
		return nil // ours for this moment: closing the file lets go of it
	}
	held := &HeldError{Path: path}
	if _, err := fmt.Fscanf(file, "PID: %d", &held.PID); err != nil {
		held.PID = 0
	}
	return held
}
