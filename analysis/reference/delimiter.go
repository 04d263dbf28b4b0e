package reference

import "bytes"

// delimiters are what stands between cells: spreadsheets write tabs, commas, or
// semicolons where the comma is that of decimals. Of equals the first wins.
var delimiters = []rune{'\t', ';', ','}

// looked is how many lines are looked at to tell the delimiter.
const looked = 50

// delimiter tells what stands between the cells of a text: what gives the most lines a
// number of columns that the kind has, or the header the most names that the kind has.
// A first line such as sep=; says it (Excel), and is no row.
func (k Kind) delimiter(text []byte) (comma rune, rest []byte, lines int) {
	for _, d := range delimiters {
		if after, ok := bytes.CutPrefix(text, []byte("sep="+string(d)+"\n")); ok {
			return d, after, 1
		}
	}
	best := -1
	for _, d := range delimiters {
		if fits := k.fits(text, d); fits > best {
			comma, best = d, fits
		}
	}
	return comma, text, 0
}

// fits is how well a delimiter fits: what it makes of the first lines counts most, and
// then how often it is there.
func (k Kind) fits(text []byte, comma rune) (score int) {
	s := scanner{rest: text, comma: comma}
	for range looked {
		r, ok := s.next()
		if !ok {
			break
		}
		score += len(r.cells)
		if k.Named {
			for _, cell := range r.cells {
				if k.index(cell) >= 0 {
					score += 1000
				}
			}
			break // the header says it
		}
		if r.width >= len(k.Columns)-1 && len(r.cells) <= len(k.Columns) {
			score += 1000
		}
	}
	return score
}
