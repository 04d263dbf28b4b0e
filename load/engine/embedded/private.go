package embedded

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// keepPrivate keeps other users out of a store, whoever made its folder: it
// holds who called whom. A folder that its group may write is a volume that
// Kubernetes hands to a pod by its group (fsGroup), so the group stays. The
// engine makes its files with what the umask leaves, so that is set as well, for
// the whole process.
func keepPrivate(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	ours := fs.FileMode(0o700)
	if info.Mode().Perm()&0o020 != 0 {
		ours = 0o770
	}
	unix.Umask(int(0o777 &^ ours))
	if info.Mode().Perm()&^ours == 0 {
		return nil
	}
	mode := info.Mode()&(fs.ModeSetgid|fs.ModeSticky) | info.Mode().Perm()&ours
	if err := os.Chmod(path, mode); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil // somebody else's folder: the umask keeps the files private
}
