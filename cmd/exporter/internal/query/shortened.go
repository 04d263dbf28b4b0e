package query

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	// expected is the engine's list of what could have come, up to 200 words of it.
	expected = regexp.MustCompile(`Expected one of: [^.\n]*`)
	// twice is what an error says twice that went through two layers of the engine.
	twice = regexp.MustCompile(`(Code: \d+\. DB::Exception: )(?:Code: \d+\. DB::Exception: )+`)
	// coded is the code of an exception that has been told already.
	coded = regexp.MustCompile(`(engine code \d+: )Code: \d+\. DB::Exception: `)
	// named is the name of an error, and what follows it: its version, and the same again.
	named = regexp.MustCompile(`( \([A-Z_]+\))(?:\.? \((?:[A-Z_]+|version [^()]*(?:\([^()]*\))?)\))+\.?`)
	// guess is a guess that has come to nothing.
	guess = regexp.MustCompile(`\.? ?Maybe you meant: \[\]`)
)

// maxExpected is how many of the expected words are told.
const maxExpected = 10

// shortError is an engine's error as a person reads it.
type shortError struct {
	error
	text string
}

// Error is the short text.
func (e shortError) Error() string { return e.text }

// Unwrap gives the whole error.
func (e shortError) Unwrap() error { return e.error }

// shortened leaves out of an engine's error what nobody reads.
func shortened(err error) error {
	text := twice.ReplaceAllString(err.Error(), "$1")
	text = coded.ReplaceAllString(text, "$1")
	text = named.ReplaceAllString(text, "$1")
	text = guess.ReplaceAllString(text, "")
	text = expected.ReplaceAllStringFunc(text, func(list string) string {
		words := strings.Split(list, ", ")
		if len(words) <= maxExpected {
			return list
		}
		return fmt.Sprintf("%s and %d more", strings.Join(words[:maxExpected], ", "), len(words)-maxExpected)
	})
	return shortError{err, text}
}
