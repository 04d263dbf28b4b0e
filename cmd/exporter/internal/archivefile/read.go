package archivefile

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"callrecords/load/archive"
)

// Bounds of a file that may be anybody's: a page is at most some 64 MiB (extract), in
// Base64 a third more; the encoder above never wants a window of more than 8 MiB.
const (
	maxLine   = 128 << 20
	maxWindow = 128 << 20
)

// What is wrong with files.
var (
	errNoFiles = errors.New("no file whose name ends in " + ending +
		": exporter archive export writes such ones")
	errOtherRecords = errors.New("a page of another tenant or family than the file began with")
	errTorn         = errors.New("the pages of the load are not all there, in order and side by side")
)

// Files are the files of the archive among names: files as they are, and those below
// folders, the oldest day first.
func Files(names []string) (files []string, err error) {
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, name)
			continue
		}
		before := len(files)
		err = filepath.WalkDir(name, func(file string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() && strings.HasSuffix(file, ending) {
				files = append(files, file)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, fmt.Errorf("%s: %w", name, errNoFiles)
		}
	}
	slices.SortFunc(files, func(a, b string) int {
		return strings.Compare(filepath.Base(a)+"\x00"+a, filepath.Base(b)+"\x00"+b)
	})
	return slices.Compact(files), nil
}

// Placed is a page with its file and line.
type Placed struct {
	archive.StoredPage
	Place string
}

// Read yields the pages of a file, load by load, and tells how many bytes of the file it
// has read. An error names file and line, and ends it: what was not whole before it is
// not to be loaded.
func Read(ctx context.Context, file string, read func(bytes int)) iter.Seq2[Placed, error] {
	return func(yield func(Placed, error) bool) {
		number := 0
		fail := func(err error) {
			yield(Placed{}, fmt.Errorf("%s, line %d: %w", file, number, err))
		}
		f, err := os.Open(file)
		if err != nil {
			yield(Placed{}, err)
			return
		}
		defer f.Close()
		packed, err := zstd.NewReader(counted{f, read}, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			fail(err)
			return
		}
		defer packed.Close()
		lines := bufio.NewScanner(packed)
		lines.Buffer(make([]byte, 0, 1<<20), maxLine)
		var first, last archive.StoredPage
		for lines.Scan() && lines.Err() == nil { // with an error, half a line comes first
			if number++; ctx.Err() != nil {
				fail(ctx.Err())
				return
			}
			p, err := parseLine(lines.Bytes())
			switch {
			case err != nil:
			case number > 1 && (p.TenantID != first.TenantID || p.Family != first.Family):
				err = errOtherRecords
			case !follows(last, p):
				err = fmt.Errorf("record %s: %w", p.RecordID, errTorn)
			}
			if err != nil {
				fail(err)
				return
			}
			if number == 1 {
				first = p
			}
			last = p
			if !yield(Placed{p, fmt.Sprintf("%s, line %d", file, number)}, nil) {
				return
			}
		}
		switch err := lines.Err(); {
		case err != nil:
			number++
			fail(fmt.Errorf("the file is damaged, or not one of exporter archive export: %w", err))
		case last.Index+1 < last.Pages:
			fail(fmt.Errorf("record %s: %w", last.RecordID, errTorn))
		}
	}
}

// follows says whether a page comes behind another one: the next of its load, or the first
// of a load when the one before is whole. The zero page is before all.
func follows(last, p archive.StoredPage) bool {
	if last.Index+1 < last.Pages {
		return p.LoadID == last.LoadID && p.RecordID == last.RecordID && p.Pages == last.Pages &&
			p.Index == last.Index+1
	}
	return p.Index == 0
}

// counted tells how much is read.
type counted struct {
	io.Reader
	read func(bytes int)
}

// Read reads.
func (c counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.read(n)
	return n, err
}
