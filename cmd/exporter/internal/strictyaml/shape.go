package strictyaml

import (
	"slices"
	"strings"

	"callrecords/cmd/exporter/internal/nearest"
)

// Shape is all that a file may say.
type Shape struct {
	Keys    []Key
	Example string // a file that shows every key, for who has an empty one
}

// Key is one key of a file.
type Key struct {
	Path string // a pattern, such as tenants[].auth.method
	Text bool   // takes any text; a number is refused, because YAML would change it
	// Unset says that nobody wants the value now: where it names a variable that is not
	// set, there is none.
	Unset bool
}

// find returns the key that has this pattern.
func (s Shape) find(pattern string) (Key, bool) {
	i := slices.IndexFunc(s.Keys, func(k Key) bool { return k.Path == pattern })
	if i < 0 {
		return Key{}, false
	}
	return s.Keys[i], true
}

// isSection reports whether keys have this pattern as their beginning.
func (s Shape) isSection(pattern string) bool {
	return slices.ContainsFunc(s.Keys, func(k Key) bool { return strings.HasPrefix(k.Path, pattern+".") })
}

// isList reports whether keys have this pattern's items as their beginning.
func (s Shape) isList(pattern string) bool { return s.isSection(pattern + "[]") }

// knows reports whether the pattern is a key, a section or a list.
func (s Shape) knows(pattern string) bool {
	_, isKey := s.find(pattern)
	return isKey || s.isSection(pattern) || s.isList(pattern)
}

// suggest says what to write instead of an unknown key: the nearest one there
// is, or else what its section holds.
func (s Shape) suggest(path string) string {
	section, name := Split(path)
	var paths, siblings []string
	for _, known := range s.paths() {
		paths = append(paths, known)
		if in, leaf := Split(known); in == Pattern(section) {
			siblings = append(siblings, leaf)
		}
	}
	best := nearest.Of(paths, (len(name)+2)/3, func(known string) int {
		in, leaf := Split(known)
		cost := nearest.Distance(name, leaf)
		if in != Pattern(section) {
			cost++ // a key of another section has to be one letter nearer
		}
		return cost
	})
	if best == "" {
		return "known here are " + strings.Join(siblings, ", ")
	}
	if i := index.FindString(path); i != "" { // of the same item
		best = strings.Replace(best, "[]", i, 1)
	}
	return "did you mean " + best + "?"
}

// paths returns the patterns of all sections and keys, each once.
func (s Shape) paths() []string {
	var all []string
	seen := map[string]bool{}
	for _, k := range s.Keys {
		for i, r := range k.Path + "." {
			if known := strings.TrimSuffix(k.Path[:i], "[]"); r == '.' && !seen[known] {
				seen[known] = true
				all = append(all, known)
			}
		}
	}
	return all
}
