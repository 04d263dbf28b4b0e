package archivefile

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/zstd"

	"callrecords/load/archive"
)

// ending and open are what the names of files end in.
const (
	ending = ".ndjson.zst"
	open   = ".open"
)

// Day is one day's loads of a family of a tenant.
type Day struct {
	TenantID, Family string
	Day              time.Time // UTC
	Closed           bool      // no more loads of it can come
}

// file is where a day is, in a folder.
func (d Day) file(folder string, closed bool) string {
	name := d.Day.Format(time.DateOnly)
	if !closed {
		name += open
	}
	return filepath.Join(folder, d.TenantID, d.Family, name+ending)
}

// Written is what is in a file that was written.
type Written struct {
	File         string
	Loads, Pages int
	Bytes        int64 // of the file
}

// written says whether the folder has a day for good.
func (d Day) written(folder string) (bool, error) {
	_, err := os.Stat(d.file(folder, true))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, nil
}

// write writes a day's file, whole or not at all: it gets its name once it is on the disk.
// A day without loads has no file.
func (d Day) write(folder string, pages iter.Seq2[archive.StoredPage, error]) (w Written, err error) {
	w.File = d.file(folder, d.Closed)
	if err := os.MkdirAll(filepath.Dir(w.File), 0o700); err != nil { // call records are nobody else's
		return w, err
	}
	f, err := os.CreateTemp(filepath.Dir(w.File), ".writing-*")
	if err != nil {
		return w, err
	}
	defer os.Remove(f.Name()) // has another name by then, or is not wanted
	defer f.Close()
	if err := w.fill(f, pages); err != nil || w.Pages == 0 {
		return w, err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return w, err
	}
	if err := os.Rename(f.Name(), w.File); err != nil {
		return w, err
	}
	if d.Closed {
		if err := os.Remove(d.file(folder, false)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return w, err
		}
	}
	return w, syncFolder(filepath.Dir(w.File))
}

// fill writes pages to a file, and counts them.
func (w *Written) fill(f *os.File, pages iter.Seq2[archive.StoredPage, error]) error {
	buffer := bufio.NewWriterSize(f, 1<<20)
	// One goroutine: the engine that reads the pages is busy on the others.
	packed, err := zstd.NewWriter(buffer, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	defer packed.Close()
	var text []byte
	for p, err := range pages {
		if err != nil {
			return err
		}
		if text, err = appendLine(text[:0], p); err != nil {
			return err
		}
		if _, err := packed.Write(text); err != nil {
			return err
		}
		if p.Index == 0 {
			w.Loads++
		}
		w.Pages++
	}
	if err := errors.Join(packed.Close(), buffer.Flush()); err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		w.Bytes = info.Size()
	}
	return err
}

// syncFolder makes a new name in a folder last.
func syncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("folder %s: %w", name, err)
	}
	return nil
}
