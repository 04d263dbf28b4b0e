package console

import (
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	// gap stands between columns.
	gap = "  "
	// narrowest is what a column keeps when the terminal is too narrow.
	narrowest = 8
)

// Table writes rows below a header in aligned columns, numbers to the right.
// Width is that of the terminal, in columns: cells are cut with … until a line
// fits, though none below eight; 0 cuts nothing. Widths count runes. Control
// characters in cells are written as spaces: data does not steer the terminal.
//
// It is our own because text/tabwriter aligns all columns alike, and go-pretty
// cuts whole lines at their end, so that narrow columns behind a wide one
// vanish.
func Table(w io.Writer, width int, header []string, rows [][]string) error {
	return Style{Width: width}.Table(w, header, rows)
}

// Table is [Table] in a style: cells that are a word with a color have it.
func (s Style) Table(w io.Writer, header []string, rows [][]string) error {
	header, rows = clean([][]string{header})[0], clean(rows)
	columns := measure(header, rows)
	fit(columns, s.Width)
	rule := make([]string, len(columns))
	for i, c := range columns {
		rule[i] = strings.Repeat("─", c.width)
	}
	var b strings.Builder
	for _, row := range append([][]string{header, rule}, rows...) {
		var line strings.Builder
		for i, c := range columns {
			if i > 0 {
				line.WriteString(gap)
			}
			cell := Cut(cellAt(row, i), c.width)
			space := strings.Repeat(" ", c.width-utf8.RuneCountInString(cell))
			if c.right {
				line.WriteString(space + s.Paint(cell))
			} else {
				line.WriteString(s.Paint(cell) + space)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Fits says whether a table needs no cell cut.
func (s Style) Fits(header []string, rows [][]string) bool {
	return s.Width <= 0 || excess(measure(clean([][]string{header})[0], clean(rows)), s.Width) <= 0
}

// column is how one column of a table is set.
type column struct {
	width int
	right bool
}

var number = regexp.MustCompile(`^[-+]?[\d,]*\.?\d+(e[-+]?\d+)?( ?(%|[kMGTPE]?B))?$`)

// nothing holds the cells that a column of numbers may have besides numbers.
var nothing = map[string]bool{"": true, "-": true, "NULL": true, "nan": true, "inf": true, "-inf": true}

// measure finds each column's width, and whether all its cells are numbers.
// Cells beyond the header make columns of their own.
func measure(header []string, rows [][]string) []column {
	count := len(header)
	for _, row := range rows {
		count = max(count, len(row))
	}
	columns := make([]column, count)
	for i := range columns {
		numbers, others := 0, 0
		for _, row := range rows {
			cell := cellAt(row, i)
			columns[i].width = max(columns[i].width, utf8.RuneCountInString(cell))
			switch {
			case number.MatchString(cell):
				numbers++
			case !nothing[cell]:
				others++
			}
		}
		columns[i].width = max(columns[i].width, utf8.RuneCountInString(cellAt(header, i)))
		columns[i].right = numbers > 0 && others == 0
	}
	return columns
}

// fit takes from the widest column, again and again, until a line fits.
func fit(columns []column, width int) {
	if width <= 0 || len(columns) == 0 {
		return
	}
	for over := excess(columns, width); over > 0; over-- {
		widest := 0
		for i, c := range columns {
			if c.width > columns[widest].width {
				widest = i
			}
		}
		if columns[widest].width <= narrowest {
			return
		}
		columns[widest].width--
	}
}

// excess is how many columns of the terminal a line is too long.
func excess(columns []column, width int) int {
	over := len(gap)*(len(columns)-1) - width
	for _, c := range columns {
		over += c.width
	}
	return over
}

// cellAt returns a cell, empty where the row is short.
func cellAt(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// clean returns the rows with a space for every control character.
func clean(rows [][]string) [][]string {
	cleaned := make([][]string, len(rows))
	for i, row := range rows {
		cleaned[i] = make([]string, len(row))
		for j, cell := range row {
			cleaned[i][j] = Plain(cell)
		}
	}
	return cleaned
}
