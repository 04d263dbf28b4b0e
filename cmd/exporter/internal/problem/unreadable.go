package problem

import (
	"errors"
	"io/fs"

	"callrecords/cmd/exporter/internal/bounded"
)

// Unreadable says why a file cannot be read, without naming it again.
func Unreadable(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if large, ok := errors.AsType[*bounded.TooLargeError](err); ok {
		return large.Error() + "; is it the right file?"
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read by this user; check its owner and mode"
	default:
		return "cannot be read: " + err.Error()
	}
}
