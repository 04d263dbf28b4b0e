package console

import (
	"os"
	"strings"
)

// Style is how a text is set for where it goes.
type Style struct {
	Width int  // of the terminal in columns; 0 is no terminal, which cuts and wraps nothing
	Color bool // words that matter have a color
}

// The colors, as a terminal takes them (ECMA-48, SGR).
const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	plain  = "\x1b[0m"
)

// colors are the words that have one.
var colors = map[string]string{
	"complete":    green,
	"ok":          green,
	"partial":     yellow,
	"interrupted": yellow,
	"set aside":   yellow,
	"failed":      red,
	"lost":        red,
	"WRONG":       red,
}

// StyleOf is the style of a file. Only a terminal has colors, and none where the
// environment has NO_COLOR (no-color.org) or TERM=dumb.
func StyleOf(f *os.File, environ []string) Style {
	s := Style{Width: Width(f)}
	s.Color = s.Width > 0
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if name == "NO_COLOR" && value != "" || name == "TERM" && value == "dumb" {
			s.Color = false
		}
	}
	return s
}

// Paint gives a word its color, if it has one.
func (s Style) Paint(word string) string {
	color, ok := colors[word]
	if !s.Color || !ok {
		return word
	}
	return color + word + plain
}

// Wrap breaks a text between words into lines that leave room for an indent. A word
// that is longer than a line stays whole: it may be an id or a link.
func (s Style) Wrap(text string, indent int) []string {
	room := s.Width - indent
	if s.Width == 0 || room < narrowest {
		return []string{text}
	}
	var lines []string
	line, runes := "", 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		if line != "" && runes+1+n > room {
			lines, line, runes = append(lines, line), "", 0
		}
		if line != "" {
			line, runes = line+" ", runes+1
		}
		line, runes = line+word, runes+n
	}
	return append(lines, line)
}
