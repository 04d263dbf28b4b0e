package config

import (
	"strings"

	"github.com/agext/levenshtein"
)

// suggestKey says what to write instead of an unknown key: the nearest one
// there is, or else what its section holds.
func suggestKey(path string) string {
	section, name := split(path)
	var paths, siblings []string
	for _, known := range allPaths() {
		paths = append(paths, known)
		if in, leaf := split(known); in == pattern(section) {
			siblings = append(siblings, leaf)
		}
	}
	best := nearest(paths, (len(name)+2)/3, func(known string) int {
		in, leaf := split(known)
		cost := distance(name, leaf)
		if in != pattern(section) {
			cost++ // a key of another section has to be one letter nearer
		}
		return cost
	})
	if best == "" {
		return "known here are " + strings.Join(siblings, ", ")
	}
	if i := index.FindString(path); i != "" { // of the same tenant
		best = strings.Replace(best, "[]", i, 1)
	}
	return "did you mean " + best + "?"
}

// suggestVariable says what to write instead of an unknown variable.
func suggestVariable(name string) string {
	number := "N"
	if found := tenantVariable.FindStringSubmatch(name); found != nil {
		number = found[1]
	}
	var variables []string
	for _, k := range keys {
		variables = append(variables, strings.Replace(k.variable(), "_N_", "_"+number+"_", 1))
	}
	best := nearest(variables, 1+len(name)/5, func(known string) int { return distance(name, known) })
	if best == "" {
		return "variables are named like the keys: " + prefix + "EXPORT_LOOKBACK is export.lookback"
	}
	return "did you mean " + best + "?"
}

// allPaths returns the patterns of all sections and keys, each once.
func allPaths() []string {
	var all []string
	seen := map[string]bool{}
	for _, k := range keys {
		for i, r := range k.path + "." {
			if known := strings.TrimSuffix(k.path[:i], "[]"); r == '.' && !seen[known] {
				seen[known] = true
				all = append(all, known)
			}
		}
	}
	return all
}

// nearest returns the candidate of the least cost, "" when all cost more than
// the most that a slip of the pen does.
func nearest(candidates []string, most int, cost func(string) int) string {
	best := ""
	for _, c := range candidates {
		if n := cost(c); n <= most {
			best, most = c, n-1
		}
	}
	return best
}

// distance counts the letters to add, drop or change (Levenshtein). A long text
// counts by its length alone: the distance takes time by the product of both.
func distance(text, known string) int {
	if len(text) > 100 {
		return len(text)
	}
	return levenshtein.Distance(text, known, nil)
}
