package config

import "strings"

// suggestKey says what to write instead of an unknown key: the nearest one
// there is, or else what its section holds.
func (d *draft) suggestKey(path string) string {
	section, name := split(path)
	best, distance := "", 1+(len(name)+2)/3
	for _, known := range paths() {
		in, leaf := split(known)
		// A key of another section has to be one letter nearer.
		cost := editDistance(name, leaf)
		if in != pattern(section) {
			cost++
		}
		if cost < distance {
			best, distance = known, cost
		}
	}
	if best != "" {
		return "did you mean " + indexed(best, path) + "?"
	}
	return "known here are " + strings.Join(within(pattern(section)), ", ")
}

// indexed gives a suggestion the index of the path that it is for.
func indexed(known, path string) string {
	if i := index.FindString(path); i != "" {
		return strings.Replace(known, "[]", i, 1)
	}
	return known
}

// suggestVariable says what to write instead of an unknown variable.
func suggestVariable(name string) string {
	number := "N"
	if found := tenantVariable.FindStringSubmatch(name); found != nil {
		number = found[1]
	}
	best, distance := "", 2+len(name)/5
	for _, k := range keys {
		known := strings.Replace(k.variable(), "_N_", "_"+number+"_", 1)
		if cost := editDistance(name, known); cost < distance {
			best, distance = known, cost
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	return "variables are named like the keys: " + prefix + "EXPORT_LOOKBACK is export.lookback"
}

// paths returns the patterns of all sections and keys.
func paths() []string {
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

// within returns the names right below a section.
func within(section string) []string {
	var names []string
	for _, known := range paths() {
		if in, name := split(known); in == section {
			names = append(names, name)
		}
	}
	return names
}

// editDistance counts the letters to add, drop or change (Levenshtein). Long
// texts count by their lengths alone: nobody meant a known key by them.
func editDistance(a, b string) int {
	if len(a) > 100 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
