// Package install gets the embedded engine's library: one file of a package of npm, whose
// checksums are pinned. Nothing is put in place that was not checked whole.
package install

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"callrecords/load/engine/embedded/libchdb"
)

const (
	// member is the library's name in the package.
	member = "package/libchdb.so"
	// beside bounds what else the package unpacks to: notices, a manifest.
	beside = 64 << 20
	// unfinished is how files are called that are not whole; abandoned is when nobody
	// works at one any more.
	unfinished = ".libchdb-*"
	abandoned  = 24 * time.Hour
)

// Options say what is installed, where, and from where.
type Options struct {
	Release  libchdb.Release
	Target   string                  // the library's file
	Registry Registry                // of npm
	Stalled  time.Duration           // how long the registry may say nothing; 0 is a minute
	Progress func(done, whole int64) // is told of bytes of the package; nil: nobody is
}

// Install gets the library, and puts it in place at once when all of it is there and as it
// was released. What was there is replaced. After an error nothing has changed; the next
// call starts over.
func Install(ctx context.Context, o Options) error {
	folder := filepath.Dir(o.Target)
	if err := prepare(folder); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, unfinished)
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // does nothing once it has its name
	err = o.fill(ctx, file)
	if err == nil {
		err = errors.Join(file.Chmod(0o644), file.Sync())
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("@chdb/lib-%s@%s: %w; nothing was installed", o.Release.Platform, o.Release.Version, err)
	}
	return os.Rename(file.Name(), o.Target)
}

// prepare makes the folder as the loader wants it, and clears away what others left that
// were killed.
func prepare(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	info, err := os.Stat(folder)
	if err != nil {
		return err
	}
	if open := info.Mode().Perm() & 0o022; open != 0 {
		if err := os.Chmod(folder, info.Mode().Perm()&^0o022); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		if left, _ := filepath.Match(unfinished, entry.Name()); !left {
			continue
		}
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > abandoned {
			err = os.Remove(filepath.Join(folder, entry.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return err
}

// fill writes the library into a file.
func (o Options) fill(ctx context.Context, file io.Writer) error {
	body, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer body.Close()
	unpacked := o.unpack(body, file)
	if _, ours := errors.AsType[*fs.PathError](unpacked); ours {
		return unpacked // the disk is full: what else comes is of no use
	}
	// What the checksum says counts for more than what unpacking met on the way.
	if err := body.verdict(); err != nil {
		return err
	}
	return unpacked
}

// unpack finds the library in the package, and holds it against its checksum.
func (o Options) unpack(body io.Reader, file io.Writer) error {
	plain, err := gzip.NewReader(body)
	if err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	files := tar.NewReader(io.LimitReader(plain, o.Release.Size+beside))
	for {
		head, err := files.Next()
		if err == io.EOF {
			return fmt.Errorf("unpack: the package has no %s", member)
		}
		if err != nil {
			return fmt.Errorf("unpack: %w", err)
		}
		if head.Name == member {
			break
		}
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(files, o.Release.Size+1))
	if err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); n != o.Release.Size || got != o.Release.Sum {
		return fmt.Errorf("%s is not what is pinned: SHA-256 %s instead of %s", member, got, o.Release.Sum)
	}
	return nil
}
