package libchdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// UntrustedError means that somebody else could have put the library where it
// is. Whatever it holds would run with this process's rights.
type UntrustedError struct {
	Path   string // the file, or its folder
	Reason string
}

// Error says what is wrong and what to do.
func (e *UntrustedError) Error() string {
	return fmt.Sprintf("embedded engine: %s %s, so the engine is not loaded; "+
		"see that it is what you want, then give it to this user or root and take the right to write from others: "+
		"chown and chmod go-w %s", e.Path, e.Reason, e.Path)
}

// checkOwner holds a library and its folder against what others could do to
// them: they belong to this user or to root, and nobody else may write. In a
// folder with the sticky bit (/tmp) nobody can replace a file of ours.
func checkOwner(path string) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	for _, at := range []string{path, filepath.Dir(path)} {
		info, err := os.Stat(at)
		if err != nil {
			return err
		}
		if s, ok := info.Sys().(*syscall.Stat_t); ok && s.Uid != 0 && int(s.Uid) != os.Geteuid() {
			return &UntrustedError{at, fmt.Sprintf("belongs to user %d", s.Uid)}
		}
		if info.Mode().Perm()&0o022 != 0 && info.Mode()&os.ModeSticky == 0 {
			return &UntrustedError{at, fmt.Sprintf("can be written by others (mode %04o)", info.Mode().Perm())}
		}
	}
	return nil
}

// Found is a libchdb on this machine.
type Found struct {
	Path     string
	Sum      string // SHA-256, hexadecimal
	Released string // what it is for the tested release on this platform, "" when none is known
}

// AsReleased says whether it is the library of the tested release.
func (f Found) AsReleased() bool { return f.Released != "" && f.Sum == f.Released }

// Verdict says in words what it is.
func (f Found) Verdict() string {
	switch {
	case f.Released == "":
		return "no checksum is known for this platform"
	case f.AsReleased():
		return "as chDB " + Version() + " was released"
	}
	return "one of your own: its checksum is not that of chDB " + Version()
}

// Check finds the library that [Load] would load and reads all of it
// (570 MB, about a second). Errors: *[MissingError], *[UntrustedError].
func Check(ctx context.Context, named string) (Found, error) {
	path, err := find(named)
	if err != nil {
		return Found{}, err
	}
	release, _ := ThisRelease()
	l := Found{Path: path, Released: release.Sum}
	if err := checkOwner(path); err != nil {
		return l, err
	}
	file, err := os.Open(path)
	if err != nil {
		return l, err
	}
	defer file.Close()
	sum := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return l, err
		}
		switch _, err := io.CopyN(sum, file, 16<<20); err {
		case nil:
		case io.EOF:
			l.Sum = hex.EncodeToString(sum.Sum(nil))
			return l, nil
		default:
			return l, err
		}
	}
}
