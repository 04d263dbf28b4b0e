package console

import (
	"strings"
	"unicode/utf8"
)

// Behind is a text behind a lead, wrapped; further lines begin below the text. Control
// characters become spaces.
func (s Style) Behind(lead, text string) string {
	indent := utf8.RuneCountInString(lead)
	return lead + strings.Join(s.Wrap(Plain(text), indent), "\n"+strings.Repeat(" ", indent))
}
