// Package socket lets the processes of one user share an embedded store. The one that
// holds it listens on a unix socket in the store's folder and speaks ClickHouse's HTTP
// interface there; those that read dial it. Nobody writes through it.
//
// Who may come in is said by the file (mode 0600) and, where the system tells it, by
// the user of the process at the other end. There is no password, and there are none of
// the bounds on guests: the same user could open the store themselves.
package socket

import (
	"fmt"
	"os"
	"path/filepath"
)

// fileName is the socket's name in a store's folder.
const fileName = "exporter.sock"

// maxPath is how long the name of a socket may be, in bytes (unix(7): 108 on Linux with
// the final zero; 104 elsewhere).
const maxPath = 103

// place is a name by which the socket of a store can be bound and dialed. Done lets go
// of what the name needs.
func place(store string) (name string, done func(), err error) {
	name = filepath.Join(store, fileName)
	if len(name) <= maxPath {
		return name, func() {}, nil
	}
	// Too long for the system's call, so the folder is opened and named by its number.
	folder, err := os.Open(store)
	if err != nil {
		return "", nil, err
	}
	name = fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), fileName)
	if _, err := os.Stat(filepath.Dir(name)); err != nil {
		folder.Close()
		return "", nil, fmt.Errorf("the name %s is longer than the %d bytes that a socket's may have: "+
			"move the store to a shorter path", filepath.Join(store, fileName), maxPath)
	}
	return name, func() { folder.Close() }, nil
}
