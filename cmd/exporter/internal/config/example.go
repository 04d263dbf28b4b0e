package config

import (
	"slices"
	"strings"
)

// exampleHead says what holds for the whole file.
const exampleHead = `# Every key there is, with its default. Only tenants has to be filled in.
# Each key is also a variable: export.lookback is CALLRECORDS_EXPORT_LOOKBACK,
# the first tenant's cloud is CALLRECORDS_TENANTS_0_CLOUD. Variables go first.
# ${NAME} in a text is replaced from the environment; $${ is a plain ${.
# Durations are like 30s, 2m, 48h, 30d. Relative paths start at the working directory.
`

// Example returns config.example.yaml: every key with its meaning, those that
// have neither a default nor an example behind a #.
func Example() string {
	lines := []string{exampleHead}
	var open []string
	for _, k := range keys {
		steps := strings.Split(k.path, ".")
		sections := steps[:len(steps)-1]
		for depth := range sections {
			if !slices.Equal(open[:min(depth+1, len(open))], sections[:depth+1]) {
				lines = append(lines, sectionLine(sections[:depth+1]))
			}
		}
		lines = append(lines, keyLines(k, !slices.Equal(open, sections))...)
		open = sections
	}
	return strings.Join(lines, "\n") + "\n"
}

// sectionLine names a section. A blank line goes before those at the top.
func sectionLine(sections []string) string {
	last := len(sections) - 1
	name := strings.TrimSuffix(sections[last], "[]") + ":"
	if last > 0 {
		return indent(sections[:last]) + name
	}
	if name == "tenants:" { // the head ends with a blank line already
		return name
	}
	return "\n" + name
}

// indent is how far the keys of a section stand in, behind the dash of a list.
func indent(sections []string) string {
	steps := len(sections)
	if strings.HasSuffix(sections[0], "[]") {
		steps++
	}
	return strings.Repeat("  ", steps)
}

// keyLines says what a key means and then sets it. The first key of a list's
// section carries the dash.
func keyLines(k key, first bool) []string {
	steps := strings.Split(k.path, ".")
	sections, name := steps[:len(steps)-1], steps[len(steps)-1]
	doc := strings.ReplaceAll(k.doc, "`", "")
	if len(k.allowed) > 0 {
		doc += " One of " + k.kind() + "."
	}
	in, mark := indent(sections), ""
	switch {
	case first && strings.HasSuffix(sections[len(sections)-1], "[]"):
		in, mark = in[2:], "- "
	case k.example == "" && k.standard == "":
		mark = "# "
	}
	return append(comment(doc, in), in+mark+name+": "+exampleValue(k))
}

// exampleValue is the key's example or default, quoted where YAML asks for it.
func exampleValue(k key) string {
	switch {
	case k.example != "":
		return k.example
	case k.standard == "" || strings.HasPrefix(k.standard, "*"):
		return `"` + k.standard + `"`
	default:
		return k.standard
	}
}

// comment breaks a text at spaces into lines of about 80 bytes behind a #.
func comment(text, indent string) []string {
	var lines []string
	line := "#"
	for word := range strings.FieldsSeq(text) {
		if len(line)+len(word) > 80 {
			lines = append(lines, indent+line)
			line = "#"
		}
		line += " " + word
	}
	return append(lines, indent+line)
}
