package reference

import (
	"fmt"
	"io"
	"strings"
)

const (
	// MaxBytes is the largest file, in bytes.
	MaxBytes = 64 << 20
	// MaxRows is how many rows one file may have.
	MaxRows = 200_000
	// MaxProblems is how many problems of a file are kept; the others are counted.
	MaxProblems = 100
)

// File is what a file has.
type File struct {
	Rows     []Row     // that are right; their cells are as the kind's columns
	Problems []Problem // in the order of the lines, MaxProblems of them at most
	Wrong    int       // lines that are no rows
	Notes    []string  // what is good to know: a guess, columns that are not used
}

// Row is one row of a file.
type Row struct {
	Line  int // where it begins, from 1
	Cells []string
}

// Problem is what is wrong with a line.
type Problem struct {
	Line   int    // from 1; 0 for the whole file
	Column string // its name; "" for the whole line
	Reason string
}

// Read reads a file of the kind. What is wrong with its lines is in the result; the error
// is about what cannot be read at all, or is too large.
func (k Kind) Read(r io.Reader) (File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return File{}, err
	}
	if len(raw) > MaxBytes {
		return File{}, fmt.Errorf(
			"has more than %d MiB: split it by what it is about, or leave out columns",
			MaxBytes>>20,
		)
	}
	text, note, err := decode(raw)
	if err != nil {
		return File{}, err
	}
	comma, text, before := k.delimiter(text)
	reader := reader{
		kind:    k,
		scanner: scanner{rest: text, line: before, comma: comma},
		seen:    map[string]int{},
	}
	if note != "" {
		reader.file.Notes = append(reader.file.Notes, note)
	}
	if err := reader.read(); err != nil {
		return File{}, err
	}
	return reader.file, nil
}

// reader reads one file.
type reader struct {
	kind    Kind
	scanner scanner
	places  []int          // of each cell, its column; -1 for one that is not used
	seen    map[string]int // line of each key
	file    File
}

func (r *reader) read() error {
	records, err := r.records()
	if err != nil || len(records) == 0 {
		return err
	}
	headed, ok := r.header(records)
	if !ok {
		return nil // without the header nothing is known of the lines
	}
	if headed {
		records = records[1:]
	}
	for _, record := range records {
		if record.wrong != "" {
			r.wrong(record.line, "", record.wrong)
			continue
		}
		if cells, ok := r.cells(record); ok {
			r.file.Rows = append(r.file.Rows, Row{Line: record.line, Cells: cells})
		}
	}
	return nil
}

// records are all records of the file.
func (r *reader) records() (all []record, err error) {
	for {
		record, ok := r.scanner.next()
		if !ok {
			return all, nil
		}
		if len(all) > MaxRows {
			return nil, fmt.Errorf("has more than %d rows", MaxRows)
		}
		all = append(all, record)
	}
}

// wrong notes that a line is no row.
func (r *reader) wrong(line int, column, reason string) {
	r.file.Wrong++
	if len(r.file.Problems) < MaxProblems {
		r.file.Problems = append(r.file.Problems, Problem{Line: line, Column: column, Reason: reason})
	}
}

// cells are a record's cells in the order of the kind's columns, checked.
func (r *reader) cells(record record) (cells []string, ok bool) {
	if len(record.cells) > len(r.places) {
		r.wrong(
			record.line,
			"",
			fmt.Sprintf("has %d columns, and there are %d: a cell with a %s in it stands in quotes",
				len(record.cells), len(r.places), spoken(r.scanner.comma)),
		)
		return nil, false
	}
	cells = make([]string, len(r.kind.Columns))
	for i, cell := range record.cells {
		if at := r.places[i]; at >= 0 {
			cells[at] = cell
		}
	}
	for i, c := range r.kind.Columns {
		kept, err := c.check(cells[i])
		if err != nil {
			r.wrong(record.line, c.Name, err.Error())
			return nil, false
		}
		cells[i] = kept
	}
	if r.kind.row != nil {
		if wrong := r.kind.row(cells); wrong != nil {
			r.wrong(record.line, wrong.column, wrong.reason)
			return nil, false
		}
	}
	return cells, r.first(record.line, cells)
}

// check is a cell in the form that is kept.
func (c Column) check(cell string) (string, error) {
	switch {
	case cell == "" && c.Needed:
		return "", fmt.Errorf("is empty")
	case len(cell) > maxCell:
		return "", fmt.Errorf("is longer than %d bytes", maxCell)
	case c.read == nil:
		return cell, nil
	}
	return c.read(cell)
}

// first says whether no row before has a key of this one.
func (r *reader) first(line int, cells []string) bool {
	keys := r.kind.key(cells)
	for i, key := range keys {
		if before := r.seen[fmt.Sprint(i, key)]; key != "" && before > 0 {
			r.wrong(
				line,
				"",
				fmt.Sprintf("%s is in line %d already", strings.ReplaceAll(key, "\t", ", "), before),
			)
			return false
		}
	}
	for i, key := range keys {
		if key != "" {
			r.seen[fmt.Sprint(i, key)] = line
		}
	}
	return true
}

// spoken is a delimiter in words.
func spoken(comma rune) string {
	return map[rune]string{'\t': "tab", ';': "semicolon", ',': "comma"}[comma]
}
