package config

import (
	"fmt"
	"strings"

	"callrecords/cmd/exporter/internal/strictyaml"
)

// Reference returns the configuration reference as Markdown: one table per
// section, one row per key, without a heading of its own.
func Reference() string {
	var b strings.Builder
	group := ""
	for _, k := range keys {
		top, _, _ := strings.Cut(k.path, ".")
		if top != group {
			group = top
			fmt.Fprintf(&b, "\n### %s\n\n", strings.TrimSuffix(top, "[]"))
			b.WriteString("| key | default | values | meaning |\n|---|---|---|---|\n")
		}
		fmt.Fprintf(&b, "| `%s`<br>`%s` | %s | %s | %s |\n",
			k.path, k.variable(), code(k.fallback), k.kind(), k.doc)
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// code sets a default in Markdown; no default is no code.
func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// exampleHead says what holds for the whole file.
const exampleHead = `# Every key there is, with its default. Only tenants has to be filled in.
# Each key is also a variable: export.lookback is CALLRECORDS_EXPORT_LOOKBACK,
# the first tenant's cloud is CALLRECORDS_TENANTS_0_CLOUD. Variables go first.
# ${NAME} in a text is replaced from the environment; $${ is a plain ${.
# Durations are like 30s, 2m, 48h, 30d. Relative paths start at the working directory.
`

// Example returns config.example.yaml: every key with its meaning. A key that
// has neither a default nor an example stands behind a #, which no encoder of
// YAML writes; so this is text, and tests read it back.
func Example() string {
	var b strings.Builder
	b.WriteString(exampleHead)
	open := ""
	for _, k := range keys {
		section, name := strictyaml.Split(k.path)
		indent, mark := strings.Repeat("  ", 1+strings.Count(section, ".")+strings.Count(section, "[]")), ""
		if k.example == "" && k.fallback == "" {
			mark = "# "
		}
		if section != open { // in the order of the table, one section opens at a time
			open = section
			parent, title := strictyaml.Split(section)
			title, isList := strings.CutSuffix(title, "[]")
			if parent == "" {
				b.WriteString("\n" + title + ":\n")
			} else {
				b.WriteString(indent[2:] + title + ":\n")
			}
			if isList { // the first key of an item carries its dash
				indent, mark = indent[2:], "- "
			}
		}
		doc := strings.ReplaceAll(k.doc, "`", "")
		if len(k.allowed) > 0 {
			doc += " One of " + k.kind() + "."
		}
		value := k.fallback
		switch {
		case k.example != "":
			value = k.example
		case value == "" || value[0] == '*': // YAML would read an alias
			value = `"` + value + `"`
		}
		b.WriteString(comment(doc, indent) + indent + mark + name + ": " + value + "\n")
	}
	return b.String()
}

// comment breaks a text at spaces into lines of about 80 bytes behind a #.
func comment(text, indent string) string {
	var b strings.Builder
	line := "#"
	for word := range strings.FieldsSeq(text) {
		if len(line)+len(word) > 80 {
			b.WriteString(indent + line + "\n")
			line = "#"
		}
		line += " " + word
	}
	return b.String() + indent + line + "\n"
}
