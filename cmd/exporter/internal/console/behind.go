package console

import (
	"strings"
	"unicode/utf8"
)

// Hanging is a text whose lines are wrapped where they are too wide, with what is left of a
// line indented.
func (s Style) Hanging(text string) string {
	const indent = "  "
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if s.Width > 0 && utf8.RuneCountInString(line) > s.Width {
			words := strings.TrimLeft(line, " ")
			lead := line[:len(line)-len(words)]
			lines[i] = lead + strings.Join(s.Wrap(words, len(lead)+len(indent)), "\n"+lead+indent)
		}
	}
	return strings.Join(lines, "\n")
}

// Behind is a text behind a lead, wrapped; further lines begin below the text. Control
// characters become spaces.
func (s Style) Behind(lead, text string) string {
	indent := utf8.RuneCountInString(lead)
	return lead + strings.Join(s.Wrap(Plain(text), indent), "\n"+strings.Repeat(" ", indent))
}
