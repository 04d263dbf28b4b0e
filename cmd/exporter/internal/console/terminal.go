// Package console is what the exporter shows: log lines, one line of progress
// on a terminal, tables, and figures set for people.
package console

import (
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// fallbackWidth is the width of a terminal that does not tell its own.
const fallbackWidth = 80

// Terminal reports whether a file is a terminal.
func Terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Width returns the columns of a terminal, and 0 for what is none.
func Width(f *os.File) int {
	if !Terminal(f) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return fallbackWidth
	}
	return width
}

// Cut shortens a text to width runes, the last of them an …. Less than one is
// nothing.
func Cut(text string, width int) string {
	if width <= 0 {
		return ""
	}
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	runes := 0
	for i := range text {
		if runes++; runes == width {
			return text[:i] + "…"
		}
	}
	return text
}

// Plain returns a text with a space for every control character, such as a
// line break or the start of a terminal's escape sequence.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
