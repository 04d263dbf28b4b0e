package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"callrecords/extract/graphtest"
)

// The corpus is of this seed, and of a tenant whose clock stands here.
const seed = 13

var corpusTime = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// corpus is a file of call records, a document per line.
type corpus struct {
	Path    string `json:"-"`
	Records int    `json:"records"`
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"` // runs are of the same corpus, or are not to be compared
}

// corpusIn is the corpus of so many records in a folder, made if it is not there.
func corpusIn(folder string, records int) (corpus, error) {
	c := corpus{Records: records, Path: filepath.Join(folder, fmt.Sprintf("corpus-%d-%d.ndjson", seed, records))}
	if _, err := os.Stat(c.Path); errors.Is(err, fs.ErrNotExist) {
		if err := c.make(); err != nil {
			return c, fmt.Errorf("make the corpus %s: %w", c.Path, err)
		}
	}
	file, err := os.Open(c.Path)
	if err != nil {
		return c, err
	}
	defer file.Close()
	sum := sha256.New()
	c.Bytes, err = io.Copy(sum, file)
	c.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return c, err
}

// make writes the documents of a simulated tenant. The file has its name once it is whole.
func (c corpus) make() error {
	if err := os.MkdirAll(filepath.Dir(c.Path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(c.Path), "corpus-")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	tenant := graphtest.New(graphtest.Options{
		Seed: seed, Records: c.Records, Days: 28, Now: func() time.Time { return corpusTime },
	})
	out := bufio.NewWriterSize(file, 1<<20)
	for _, header := range tenant.Headers() {
		document, _ := tenant.Document(header.ID)
		out.Write(document)
		out.WriteByte('\n')
	}
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), c.Path)
}

// documents reads the corpus.
func documents(path string) ([][]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for from, at := 0, 0; at < len(text); at++ {
		if text[at] == '\n' {
			all = append(all, text[from:at])
			from = at + 1
		}
	}
	return all, nil
}
