package config

import (
	"bytes"
	"errors"
	"fmt"

	"callrecords/analysis"
	"callrecords/cmd/exporter/internal/bounded"
	"callrecords/cmd/exporter/internal/problem"
)

// Analysis is what the views of analysts take for poor.
type Analysis struct {
	// RulesFile is a CSV file of rule sets, in the form of the view quality_rules.
	RulesFile string `key:"rules_file"`
	// Verdict is the rule set that decides; "" is the first one of RulesFile, or else the
	// default of package analysis.
	Verdict string `key:"verdict"`
	// SwapSides says that Graph's caller and callee of a stream are the other way round.
	SwapSides bool `key:"swap_sides"`

	rules []analysis.Rule // what RulesFile says
}

// Options are what the views are made with.
func (a Analysis) Options() analysis.Options {
	return analysis.Options{Rules: a.rules, Verdict: a.Verdict, SwapSides: a.SwapSides}
}

// maxRulesFile bounds a file of rules, in bytes.
const maxRulesFile = 1 << 20

// analysisRules reads the rule sets and holds the keys against them.
func (r *rawConfig) analysisRules(a *Analysis) {
	before := len(r.Problems.List)
	if a.RulesFile != "" {
		a.rules = r.ruleFile(a.RulesFile)
	}
	if err := a.Options().Check(); err != nil && len(r.Problems.List) == before {
		key := "analysis.verdict"
		if a.Verdict == "" {
			key = "analysis.rules_file"
		}
		r.Problems.Add(r.where(key), "%v", err)
	}
}

// ruleFile reads a file of rules. What is wrong with its lines is noted at them; a file that
// cannot be read is noted with the other files.
func (r *rawConfig) ruleFile(name string) []analysis.Rule {
	text, err := bounded.ReadFile(name, maxRulesFile)
	if _, large := errors.AsType[*bounded.TooLargeError](err); large {
		r.Problems.Add(problem.Place{File: name}, "%s", problem.Unreadable(err))
	}
	if err != nil {
		return nil
	}
	rules, err := analysis.ReadRules(bytes.NewReader(text))
	var all []error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	} else if err != nil {
		all = []error{err}
	}
	for _, err := range all {
		if at, ok := errors.AsType[*analysis.LineError](err); ok {
			r.Problems.Add(problem.Place{File: name, Line: at.Line}, "%s", at.Reason)
		} else {
			r.Problems.Add(problem.Place{File: name}, "%s", fmt.Sprint(err))
		}
	}
	return rules
}
