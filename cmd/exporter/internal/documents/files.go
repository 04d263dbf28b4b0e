package documents

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// What a name can be that no documents are read from.
var (
	errNotAFile     = errors.New("neither a file nor a pipe: give what it has on standard input, named -")
	errLinkedFolder = errors.New("a link to a folder, not followed: name it beside the others to read it")
	errNoFiles      = errors.New("a folder without files (names that begin with a dot are left out)")
)

// Check says what is wrong with the first of the names from which nothing can
// be read: there is no such file, it is a device, it is a folder without files.
func Check(ctx context.Context, names []string) error {
	for _, name := range names {
		for file, err := range files(ctx, []string{name}) {
			if err != nil && file == name {
				return fmt.Errorf("%s: %w", name, err)
			}
			break // there is something; what is wrong deeper in is told when it is read
		}
	}
	return nil
}

// Size is how many bytes all the files have; 0 when it cannot be known, because there
// is a pipe among them.
func Size(ctx context.Context, names []string) (bytes int64) {
	for file, err := range files(ctx, names) {
		if err != nil {
			continue // it will be told when it is read
		}
		info, err := os.Stat(file)
		if file == "-" || err == nil && !info.Mode().IsRegular() {
			return 0
		}
		if err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}

// files yields the names of all files: those that are named, and those in and
// below the folders that are. Files and folders whose name begins with a dot
// are left out: they belong to other programs. What cannot be read is yielded
// with the reason.
func files(ctx context.Context, names []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, name := range names {
			if ctx.Err() != nil || !walk(ctx, name, yield) {
				return
			}
		}
	}
}

// walk yields one name, or what is below it; it returns false when no more is
// wanted. A hidden name or a link that the user gave is read: it was asked for.
func walk(ctx context.Context, name string, yield func(string, error) bool) bool {
	if name == "-" {
		return yield(name, nil)
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return yield(name, reason(err))
	case info.IsDir():
		empty := true
		more := folder(ctx, name, func(file string, err error) bool {
			empty = false
			return yield(file, err)
		})
		if empty && ctx.Err() == nil {
			return yield(name, errNoFiles)
		}
		return more
	case !info.Mode().IsRegular() && info.Mode().Type() != fs.ModeNamedPipe:
		return yield(name, errNotAFile)
	}
	return yield(name, nil)
}

// folder yields the files in a folder and below it, by name.
func folder(ctx context.Context, name string, yield func(string, error) bool) bool {
	entries, err := os.ReadDir(name) // with an error, those before it
	for _, entry := range entries {
		if ctx.Err() != nil {
			return false
		}
		file := filepath.Join(name, entry.Name())
		var more bool
		switch {
		case strings.HasPrefix(entry.Name(), "."):
			continue
		case entry.IsDir():
			more = folder(ctx, file, yield)
		default:
			more = yield(file, fileError(file))
		}
		if !more {
			return false
		}
	}
	return err == nil || yield(name, reason(err))
}

// fileError says why an entry of a folder is not read. A link to a folder may
// lead into a circle, and a pipe may never end: they must be named themselves.
func fileError(file string) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return reason(err)
	case info.IsDir():
		return errLinkedFolder
	case !info.Mode().IsRegular():
		return errNotAFile
	}
	return nil
}

// reason is an error of the file system without the name, which stands before it.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
