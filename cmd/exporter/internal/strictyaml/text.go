package strictyaml

import (
	"regexp"

	"callrecords/cmd/exporter/internal/problem"
)

// reference is ${NAME}, or what is to be taken for a plain ${ or for a problem.
var reference = regexp.MustCompile(`\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_]*)\})?`)

// readText replaces variables in a text: ${NAME} is the value of NAME, $${ is
// ${. What it puts in is not read again. os.Expand would replace $NAME too, and
// so break every password with a $ in it.
func (r *reader) readText(k Key, path string, at problem.Place, written string) {
	ok, size := true, len(written)
	text := reference.ReplaceAllStringFunc(written, func(found string) string {
		name := reference.FindStringSubmatch(found)[1]
		switch {
		case found == "$${":
			return "${"
		case name == "":
			ok = false
			r.Problems.Add(at, "has ${ without a variable's name and } after it; "+
				"write $${ for the characters themselves")
			return ""
		}
		r.Variables[name] = true
		text, set := r.environ[name]
		if !set {
			ok = false
			if !k.Unset {
				r.Problems.Add(at, "names the variable %s, which is not set", name)
			}
		}
		if size += len(text); size > maxText {
			return ""
		}
		return text
	})
	if size > maxText {
		r.Problems.Add(at, "is longer than %d KiB with its variables replaced", maxText>>10)
		ok = false
	}
	if ok {
		r.Values[path] = Value{Text: text, Written: written}
	}
}
