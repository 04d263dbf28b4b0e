package console

import (
	"os"

	"golang.org/x/term"
)

// standardWidth is the width of a terminal that does not tell its own.
const standardWidth = 80

// Terminal reports whether a file is a terminal.
func Terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Width returns the columns of a terminal, and 0 for what is none.
func Width(f *os.File) int {
	if !Terminal(f) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return standardWidth
	}
	return width
}
