package main

import (
	"fmt"
	"slices"
)

// goal is a bound of a figure.
type goal struct {
	atLeast bool
	bound   float64
}

func most(bound float64) goal  { return goal{bound: bound} }
func least(bound float64) goal { return goal{atLeast: true, bound: bound} }

func (g goal) met(value float64) bool {
	if g.atLeast {
		return value >= g.bound
	}
	return value <= g.bound
}

func (g goal) String() string {
	sign := "<= "
	if g.atLeast {
		sign = ">= "
	}
	return sign + number(g.bound)
}

// goals are what is wanted, by part and figure. All but those of memory are ratios inside one run.
var goals = map[string]goal{
	"flatten: exporter / token scan":                least(0.6),
	"flatten: allocations per row":                  most(0.1),
	"import: wall, exporter / ClickHouse":           most(2),
	"import: peak":                                  most(700),
	"export: at Graph's limit, embedded: of a core": most(8),
	"export: at Graph's limit, embedded: peak":      most(350),
	"export: at Graph's limit, served: of a core":   most(5),
	"export: at Graph's limit, served: peak":        most(128),
}

// haveAllGoals makes sure that each goal is held against a figure.
func (r *results) haveAllGoals() error {
	for name := range goals {
		if !slices.ContainsFunc(r.all, func(f result) bool { return f.Part+": "+f.What == name }) {
			return fmt.Errorf("no figure %s, for which there is a goal", name)
		}
	}
	return nil
}
