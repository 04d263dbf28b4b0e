package schema

import (
	"slices"
	"strings"
)

// Column is one column, said once.
type Column struct {
	Name    string // snake_case, as the dashboards know it
	Kind    Kind   // what it holds
	Source  string // JSON path from the call record, or (config), (position), (counted), (clock), (load)
	Unit    string // unit, "" where there is none
	Meaning string // one line for people
}

// The sources that are not paths: what the exporter adds to a row.
const (
	SourceConfig       = "(config)"                        // the tenant that the row was exported from
	SourceClock        = "(clock)"                         // when the row was made
	SourceListed       = "(listed)"                        // what the list said of the record: its id, version or start
	SourceLoad         = "(load)"                          // the attempt that wrote the row
	SourcePosition     = "(position)"                      // zero-based, inside the parent, over all pages
	SourceCounted      = "(counted)"                       // rows of this version in a child table
	SourceUnknown      = "(any property without a column)" // gathered verbatim
	SourceIdentityKind = "(first non-null key)"            // the name of the identity that is filled in
	SourceIdentity     = "(kind)"                          // the identity that is filled in
	AnnotationMark     = "@"                               // marks OData control information, which is not a property
)

// FromPage says whether the value comes from the pages of a record, by its path,
// rather than from the exporter.
func (c Column) FromPage() bool {
	switch c.Source {
	case SourceConfig, SourceClock, SourceListed, SourceLoad, SourcePosition, SourceCounted, SourceUnknown:
		return false
	}
	return true
}

// place puts a shape that the API repeats (a network, an endpoint) under a
// column prefix and a path prefix. Each is used as is: pass the separators.
func place(name, path string, shape []Column) []Column {
	placed := make([]Column, len(shape))
	for i, c := range shape {
		c.Name, c.Source = name+c.Name, path+c.Source
		placed[i] = c
	}
	return placed
}

// pick is some columns of a shape, in its order.
func pick(shape []Column, names ...string) []Column {
	return slices.DeleteFunc(slices.Clone(shape), func(c Column) bool { return !slices.Contains(names, c.Name) })
}

// both places a shape twice, for the caller's and for the callee's side.
// The word %side% in a meaning becomes the side.
func both(name, path string, shape []Column) []Column {
	var placed []Column
	for _, side := range []string{"caller", "callee"} {
		at := place(side+"_"+name, path, shape)
		for i := range at {
			at[i].Source = strings.Replace(at[i].Source, "%side%", side, 1)
			at[i].Meaning = strings.Replace(at[i].Meaning, "%side%", side, 1)
		}
		placed = append(placed, at...)
	}
	return placed
}

// join puts groups of columns one after another.
func join(groups ...[]Column) []Column {
	var all []Column
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}
