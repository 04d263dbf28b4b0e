package socket

import (
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// checkPeer refuses a process of another user than ours and root (unix(7), SO_PEERCRED).
// The file's mode does so, too, but not in the moment before it is set.
func checkPeer(c *net.UnixConn) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var peer *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		peer, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	return admit(peer.Uid, os.Geteuid())
}

// admit says whether a user may come in.
func admit(uid uint32, ours int) error {
	if uid != 0 && int(uid) != ours {
		return fmt.Errorf("user %d is not served: the store is of user %d", uid, ours)
	}
	return nil
}
