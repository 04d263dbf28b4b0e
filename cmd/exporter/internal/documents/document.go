// Package documents reads call records from files: what another tool or an old
// archive has. A file holds JSON documents in any of the usual wrappings (one
// document, an array, a line each, Graph's envelopes, answers of a batch or of
// a flow), plain or compressed, which its content tells and not its name.
// Nothing is held in memory but one document, and one that is bad does not stop
// the rest.
package documents

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
)

// Document is one call record as text, or what is in the place of one.
type Document struct {
	File    string
	Line    int    // of its first byte, one-based; in compressed files, of the text
	ID      string // call record id, in its one spelling; "" when it has none that is valid
	Version uint64 // of the record; 0 when it has none
	Body    []byte // its own memory; of a bad document the first MiB at most
	Part    string // what it lacks of a whole record, for people; "" when it is whole
	Bad     error  // why it is no call record that may be loaded; nil when it may be one

	found  *inspector // what it is; nil when that is not known yet
	piece  string     // what it is when it is a piece of a record's page: "session"
	array  int        // which array of the file it is in; 0 for none
	pageOf string     // the record that the envelope around it is about, or ""
}

// Place returns where the document stands: file:line.
func (d Document) Place() string { return fmt.Sprintf("%s:%d", d.File, d.Line) }

// Options say where documents come from.
type Options struct {
	Names []string  // files and folders; "-" is Stdin
	Stdin io.Reader // for "-"

	// Incomplete takes records that lack a relationship or have further pages
	// elsewhere, too. Loaded, such a record replaces a whole one of the same
	// version.
	Incomplete bool

	// Refetch holds every document to be a part, because nothing shows whether a
	// tool has cut it: its record is due until it was fetched from Graph.
	Refetch bool

	// Rows takes every object for a row of a log: what it is is not looked at.
	Rows bool

	Limit int // bytes of one document; default 64 MiB

	Read func(n int) // is told of the bytes that were read of files; nil is not
}

// Read yields the documents of all files, in order; of a folder, the files in
// it and below it by name. A file that cannot be read, or not to its end, is a
// bad document at the line where reading ended. A page of a record's sessions is
// one bad document, whatever its sessions are. When ctx ends, so does Read.
func Read(ctx context.Context, opts Options) iter.Seq[Document] {
	opts.Limit = cmp.Or(opts.Limit, 64<<20)
	return func(yield func(Document) bool) {
		s := newSplitter(opts.Limit, opts.Rows)
		for file, err := range files(ctx, opts.Names) {
			var more bool
			if err != nil {
				more = yield(Document{File: file, Line: 1, Bad: err})
			} else {
				more = opts.read(ctx, s, file, yield)
			}
			if !more {
				return
			}
		}
	}
}

// read yields the documents of one file; it returns false when no more are wanted.
func (o Options) read(ctx context.Context, s *splitter, file string, yield func(Document) bool) bool {
	text, closeFile, err := o.open(ctx, file)
	if err != nil {
		return ctx.Err() == nil && yield(Document{File: file, Line: 1, Bad: err})
	}
	defer closeFile()
	s.reset(text)
	var before Document
	for d := range s.documents() {
		if ctx.Err() != nil {
			return false
		}
		d.File = file
		if o.Rows {
			if !yield(d) {
				return false
			}
			continue
		}
		if d.Bad == nil {
			d.inspect(o)
		} else {
			d.identify()
		}
		samePage := d.piece != "" && d.piece == before.piece && d.array > 0 && d.array == before.array
		if before = d; samePage {
			continue // the page is named already
		}
		if !yield(d) {
			return false
		}
	}
	return true
}
