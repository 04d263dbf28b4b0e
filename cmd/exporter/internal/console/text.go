package console

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
