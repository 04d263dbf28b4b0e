package documents

import (
	"context"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// files yields the names of all files: those that are named, and those in and
// below the folders that are. Files and folders whose name begins with a dot
// are left out: they belong to other programs.
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
// wanted.
func walk(ctx context.Context, name string, yield func(string, error) bool) bool {
	if name == "-" {
		return yield(name, nil)
	}
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return yield(name, err)
	}
	more := true
	_ = filepath.WalkDir(name, func(file string, entry fs.DirEntry, err error) error {
		// A hidden name that the user gave is read: it was asked for.
		hidden := file != name && strings.HasPrefix(filepath.Base(file), ".")
		switch {
		case err != nil:
			more = yield(file, err)
		case hidden && entry.IsDir():
			return fs.SkipDir
		case !hidden && holdsText(file, entry):
			more = yield(file, nil)
		}
		if !more || ctx.Err() != nil {
			return fs.SkipAll
		}
		return nil
	})
	return more
}

// holdsText reports whether an entry of a folder is a file, or a link to one.
func holdsText(file string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(file)
	return err != nil || info.Mode().IsRegular() // a dead link is told when it is opened
}
