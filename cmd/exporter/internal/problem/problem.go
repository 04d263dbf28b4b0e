// Package problem gathers what is wrong with something that a user wrote, each
// with its place, so that all mistakes are told at once.
package problem

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Environment stands where a problem would name its file, when it is about a variable.
const Environment = "environment"

// Place is where something was said.
type Place struct {
	File   string // the file as it was named; Environment for variables; "" when neither has it
	Line   int    // from 1; 0 outside files
	Column int    // from 1; 0 outside files
	Key    string // such as export.lookback, or the variable's name; "" when it is about the file
}

// Problem is one thing that is wrong.
type Problem struct {
	Place
	Text string // what is wrong and what to do
}

// Error returns one line: config.yaml:12: export.lokback: unknown key; …
func (p Problem) Error() string {
	text := p.Text
	if p.Key != "" {
		text = p.Key + ": " + text
	}
	switch {
	case p.File == "":
		return text
	case p.Line > 0:
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, text)
	default:
		return p.File + ": " + text
	}
}

// Problems is all that is wrong, in the order of the file, then of the variables.
type Problems struct {
	List []Problem
}

// Error returns one line per problem.
func (p *Problems) Error() string {
	lines := make([]string, len(p.List))
	for i, one := range p.List {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns each problem as an error of its own.
func (p *Problems) Unwrap() []error {
	errs := make([]error, len(p.List))
	for i, one := range p.List {
		errs[i] = one
	}
	return errs
}

// Add notes a problem at a place.
func (p *Problems) Add(at Place, format string, args ...any) {
	p.List = append(p.List, Problem{Place: at, Text: fmt.Sprintf(format, args...)})
}

// Has reports whether a problem about this place is noted already.
func (p *Problems) Has(at Place) bool {
	return slices.ContainsFunc(p.List, func(one Problem) bool {
		return one.File == at.File && one.Key == at.Key
	})
}

// Err returns the problems in order, or nil when there are none. What has no
// line in the file comes after its lines.
func (p *Problems) Err() error {
	if len(p.List) == 0 {
		return nil
	}
	// The file comes first, then the variables, then what nobody set.
	rank := func(p Problem) int { return slices.Index([]string{Environment, ""}, p.File) }
	slices.SortStableFunc(p.List, func(a, b Problem) int {
		// As unsigned numbers, line 0 less 1 is the greatest: no line goes last.
		return cmp.Or(rank(a)-rank(b),
			cmp.Compare(uint(a.Line-1), uint(b.Line-1)), cmp.Compare(a.Column, b.Column))
	})
	return p
}
