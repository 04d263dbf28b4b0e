package reference

import (
	"fmt"
	"slices"
	"strings"
)

// header tells in which column of the kind each cell is, from the header where there is
// one, or from the number of columns. It says whether the first record is a header, and
// whether the lines can be read.
func (r *reader) header(records []record) (headed, ok bool) {
	first := records[0]
	if r.kind.Named {
		return true, r.named(first)
	}
	if first.wrong == "" && r.kind.looksLikeHeader(first.cells) {
		return true, r.ordered(first, records[1:])
	}
	r.places = r.byPosition(records)
	return false, true
}

// named takes the places from a header of names.
func (r *reader) named(first record) bool {
	var unused []string
	for _, heading := range first.cells {
		at := r.kind.index(heading)
		if at >= 0 && slices.Contains(r.places, at) {
			r.wrong(first.line, r.kind.Columns[at].Name,
				fmt.Sprintf("two columns are called so; the second is %q", shorten(heading)))
			return false
		}
		if at < 0 && heading != "" {
			unused = append(unused, shorten(heading))
		}
		r.places = append(r.places, at)
	}
	for i, c := range r.kind.Columns {
		if c.Needed && !slices.Contains(r.places, i) {
			r.wrong(first.line, c.Name, "no column is called so; the first line names the columns, of "+
				strings.Join(r.kind.Header(), ", "))
			return false
		}
	}
	if !slices.ContainsFunc(r.places, func(at int) bool { return at >= 0 }) {
		r.wrong(first.line, "", "names no column that is known; the first line names the columns, of "+
			strings.Join(r.kind.Header(), ", "))
		return false
	}
	if len(unused) > 0 {
		r.file.Notes = append(r.file.Notes,
			"columns that are not used: "+strings.Join(unused[:min(len(unused), 20)], ", "))
	}
	return true
}

// ordered takes the places from the position, and holds the header's names against them:
// a file in another order would be read wrong without a word.
func (r *reader) ordered(first record, rest []record) bool {
	if r.places = r.byPosition(append([]record{first}, rest...)); len(first.cells) > len(r.places) {
		r.wrong(
			first.line,
			"",
			fmt.Sprintf("the header has %d columns, and there are %d", len(first.cells), len(r.places)),
		)
		return false
	}
	for i, heading := range first.cells {
		if at := r.kind.index(heading); at >= 0 && at != r.places[i] {
			r.wrong(
				first.line,
				r.kind.Columns[at].Name,
				fmt.Sprintf("stands in column %d; the columns are %s",
					i+1, strings.Join(r.kind.Header(), ", ")),
			)
			return false
		}
	}
	return true
}

// byPosition are the places of a file whose columns count by position. Where no line has
// as many as the kind, it is an older file, which lacks one of them.
func (r *reader) byPosition(records []record) (places []int) {
	widest := 0
	for _, record := range records {
		widest = max(widest, record.width)
	}
	for i, c := range r.kind.Columns {
		if c.Name != r.kind.Late || widest >= len(r.kind.Columns) {
			places = append(places, i)
		}
	}
	return places
}

// looksLikeHeader says whether cells are names of columns: the first is one that is known,
// or it is none of the values that its column takes, and no other cell is a number.
func (k Kind) looksLikeHeader(cells []string) bool {
	if k.index(cells[0]) >= 0 {
		return true
	}
	if k.row == nil {
		return false // any text could be the first cell
	}
	return !slices.ContainsFunc(
		cells,
		func(cell string) bool { return strings.ContainsAny(cell, "0123456789:") },
	)
}
