package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing wrong with the configuration.
type Mistake struct {
	File   string // the file as it was named; "environment" for variables; "" when neither has it
	Line   int    // from 1; 0 outside files
	Column int    // from 1; 0 outside files
	Key    string // such as export.lookback, or the variable's name; "" when it is about the file
	Text   string // what is wrong and what to do
}

// Error returns one line: config.yaml:12: export.lokback: unknown key; …
func (m Mistake) Error() string {
	var b strings.Builder
	if m.File != "" {
		b.WriteString(m.File)
		if m.Line > 0 {
			fmt.Fprintf(&b, ":%d", m.Line)
		}
		b.WriteString(": ")
	}
	if m.Key != "" {
		b.WriteString(m.Key + ": ")
	}
	return b.String() + m.Text
}

// Mistakes is all that is wrong with a configuration, in the order of the file,
// then of the variables. It is the only kind of error that Load returns.
type Mistakes struct {
	List []Mistake
}

// Error returns one line a mistake.
func (m *Mistakes) Error() string {
	lines := make([]string, len(m.List))
	for i, one := range m.List {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns each mistake as an error of its own.
func (m *Mistakes) Unwrap() []error {
	errs := make([]error, len(m.List))
	for i, one := range m.List {
		errs[i] = one
	}
	return errs
}

// add notes a mistake at a place.
func (m *Mistakes) add(at place, format string, args ...any) {
	m.List = append(m.List, Mistake{
		File: at.file, Line: at.line, Column: at.column, Key: at.key, Text: fmt.Sprintf(format, args...),
	})
}

// has reports whether a mistake about this place is noted already.
func (m *Mistakes) has(at place) bool {
	return slices.ContainsFunc(m.List, func(one Mistake) bool {
		return one.File == at.file && one.Key == at.key
	})
}

// err returns the mistakes in order, or nil when there are none. What has no
// line in the file comes after its lines.
func (m *Mistakes) err() error {
	if len(m.List) == 0 {
		return nil
	}
	slices.SortStableFunc(m.List, func(a, b Mistake) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(uint(a.Line-1), uint(b.Line-1)), cmp.Compare(a.Column, b.Column))
	})
	return m
}

// rank puts the file first, then the variables, then what nobody set.
func rank(m Mistake) int {
	switch m.File {
	case "":
		return 2
	case environmentName:
		return 1
	default:
		return 0
	}
}
