package config

import (
	"fmt"
	"strings"
)

// Reference returns the configuration reference as Markdown: one table a
// section, one row a key, without a heading of its own.
func Reference() string {
	var b strings.Builder
	group := ""
	for _, k := range keys {
		top, _, _ := strings.Cut(k.path, ".")
		if top != group {
			group = top
			fmt.Fprintf(&b, "\n### %s\n\n| key | default | values | meaning |\n|---|---|---|---|\n", strings.TrimSuffix(top, "[]"))
		}
		fmt.Fprintf(&b, "| `%s`<br>`%s` | %s | %s | %s |\n", k.path, k.variable(), code(k.standard), k.kind(), k.doc)
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
