package reference

import (
	"strconv"
	"strings"
)

// Body is rows as they are kept in one text: a line each, its number in the file first,
// with tabs between. No cell has a tab or a line break.
func Body(rows []Row) string {
	var b strings.Builder
	for i, row := range rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strconv.Itoa(row.Line))
		for _, cell := range row.Cells {
			b.WriteByte('\t')
			b.WriteString(cell)
		}
	}
	return b.String()
}

// Rows are the rows of a text that [Body] made.
func Rows(body string) (rows []Row) {
	if body == "" {
		return nil
	}
	for text := range strings.SplitSeq(body, "\n") {
		cells := strings.Split(text, "\t")
		number, _ := strconv.Atoi(cells[0]) // Body wrote it
		rows = append(rows, Row{Line: number, Cells: cells[1:]})
	}
	return rows
}
