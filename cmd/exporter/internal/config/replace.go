package config

import (
	"regexp"
	"strings"
)

var variableForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// replace puts variables into a text: ${NAME} is the value of NAME, $${ is ${.
// What it puts in is not read again. It returns false when it noted a mistake.
func (d *draft) replace(at place, text string) (string, bool) {
	var b strings.Builder
	ok := true
	for {
		before, after, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			return b.String(), ok
		}
		if strings.HasSuffix(before, "$") {
			b.WriteString("{") // the $ before it is written already
			text = after
			continue
		}
		name, rest, closed := strings.Cut(after, "}")
		if !closed || !variableForm.MatchString(name) {
			d.mistakes.add(at, "has ${ without a variable's name and } after it; write $${ for the characters themselves")
			return "", false
		}
		ok = d.variable(at, name, &b) && ok
		text = rest
	}
}

// variable writes the value of a variable that the file names.
func (d *draft) variable(at place, name string, b *strings.Builder) bool {
	d.referenced[name] = true
	value, set := d.variables[name]
	if !set {
		d.mistakes.add(at, "names the variable %s, which is not set", name)
	}
	b.WriteString(value)
	return set
}
