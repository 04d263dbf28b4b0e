// Package reference is what exporter reference does: files of reference data into the
// warehouse, what is in force, and what is missing.
package reference

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	kinds "callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/problem"
	"callrecords/load"
	store "callrecords/load/reference"
)

// File is a file of a kind, as it was read.
type File struct {
	Kind kinds.Kind
	Name string // as it was given; - for standard input
	kinds.File
}

// Read reads a file of a kind; - is standard input. What cannot be opened or read at all
// is a *[problem.Problems].
func Read(kind kinds.Kind, name string, stdin io.Reader) (File, error) {
	f := File{Kind: kind, Name: name}
	in := stdin
	if name != "-" {
		opened, err := os.Open(name)
		if err != nil {
			return f, f.problems(problem.Unreadable(err))
		}
		defer opened.Close()
		in = opened
	}
	var err error
	if f.File, err = kind.Read(in); err != nil {
		return f, f.problems(problem.Unreadable(err))
	}
	if len(f.Rows) == 0 && f.Wrong == 0 {
		return f, f.problems(
			"has no rows; exporter reference remove " + kind.Name + " takes what is in force away",
		)
	}
	return f, nil
}

// problems is one about the whole file.
func (f File) problems(text string) error {
	var p problem.Problems
	p.Add(problem.Place{File: f.spoken()}, "%s", text)
	return &p
}

// spoken is the file's name for people.
func (f File) spoken() string {
	if f.Name == "-" {
		return "standard input"
	}
	return f.Name
}

// Refused is an error that names the lines that are no rows; nil when there are none.
func (f File) Refused() error {
	if f.Wrong == 0 {
		return nil
	}
	p := problem.Problems{List: []problem.Problem{{Text: fmt.Sprintf(
		"%s of %s wrong, and nothing was loaded: correct them, or load the others with --partial",
		console.Number(f.Wrong, "line"), f.spoken())}}}
	p.List = append(p.List, f.told()...)
	return &p
}

// told are the problems of a file: those that were kept, and how many more there are.
func (f File) told() (list []problem.Problem) {
	for _, one := range f.Problems {
		list = append(list, problem.Problem{
			Place: problem.Place{File: f.spoken(), Line: one.Line, Key: one.Column}, Text: one.Reason,
		})
	}
	if more := f.Wrong - len(list); more > 0 {
		list = append(list, problem.Problem{Text: fmt.Sprintf("and %s more", console.Count(int64(more)))})
	}
	return list
}

// ErrLeftOut says that a file is in force without some of its lines, which were named.
var ErrLeftOut = errors.New("left out")

// Load puts the rows of a file in force for a tenant, and says so. Lines that are no rows
// are named and make it [ErrLeftOut].
func Load(ctx context.Context, w *load.Warehouse, f File, tenant string, stdout, stderr io.Writer) error {
	l := store.Load{
		Tenant: tenant, Kind: f.Kind.Name, File: filepath.Base(f.spoken()),
		Rows: uint64(len(f.Rows)), LeftOut: uint64(f.Wrong),
		Body: kinds.Body(f.Rows), Derived: f.Kind.Derived(f.Rows),
	}
	if err := w.Reference.Replace(ctx, l); err != nil {
		return fmt.Errorf("load %s: %w", f.spoken(), err)
	}
	fmt.Fprintf(
		stdout,
		"%s of tenant %s: %s rows are in force\n",
		f.Kind.Name,
		tenant,
		console.Count(int64(l.Rows)),
	)
	return f.LeftOut(stderr)
}

// Notes says what is good to know of a file.
func (f File) Notes(w io.Writer) {
	for _, note := range f.File.Notes {
		fmt.Fprintf(w, "%s: %s\n", f.spoken(), note)
	}
}

// LeftOut names the lines that are no rows, and makes [ErrLeftOut] of them.
func (f File) LeftOut(w io.Writer) error {
	if f.Wrong == 0 {
		return nil
	}
	for _, one := range f.told() {
		fmt.Fprintln(w, one.Error())
	}
	return fmt.Errorf("%s of %s %w", console.Number(f.Wrong, "line"), f.spoken(), ErrLeftOut)
}

// Remove takes a kind of a tenant out of force, and says so.
func Remove(ctx context.Context, w *load.Warehouse, kind kinds.Kind, tenant string, stdout io.Writer) error {
	there, err := w.Reference.Remove(ctx, tenant, kind.Name, slices.Collect(maps.Keys(kind.Derived(nil)))...)
	if err != nil {
		return err
	}
	ships := ""
	if len(kind.ShippedRows()) > 0 {
		ships = "; the rows that ship are in force"
	}
	if !there {
		fmt.Fprintf(stdout, "%s of tenant %s: there were none%s\n", kind.Name, tenant, ships)
		return nil
	}
	fmt.Fprintf(stdout, "%s of tenant %s: removed, with the loads before%s\n", kind.Name, tenant, ships)
	return nil
}
