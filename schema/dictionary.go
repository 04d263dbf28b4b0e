package schema

import (
	"fmt"
	"strings"
)

// Dictionary is the data dictionary of the tables of families, and of views over them, in
// Markdown.
func Dictionary(families []Family, views []View) string {
	var b strings.Builder
	b.WriteString("# Data dictionary\n\nMade from the package schema; do not edit. Run `make golden`.\n")
	for _, t := range Tables(families) {
		keys := append([]string{"tenant_id", "record_id"}, t.Positions()...)
		fmt.Fprintf(&b, "\n## %s\n\n%s Key: `%s`.\n\n| column | type | unit | meaning | source |\n|---|---|---|---|---|\n",
			t.Name, t.Comment, strings.Join(keys, "`, `"))
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s | %s |\n",
				c.Name, c.Kind.ClickHouse(), cellText(c.Unit), cellText(meaning(c)), cellText(c.Source))
		}
	}
	for _, v := range views {
		if v.Kept { // nobody reads it but other views
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| column | type | unit | meaning |\n|---|---|---|---|\n", v.Name, v.Comment)
		for _, c := range v.Columns {
			fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n",
				c.Name, c.Kind.ClickHouse(), cellText(c.Unit), cellText(meaning(c)))
		}
	}
	return b.String()
}

// meaning is what a column means, and which values are known of it.
func meaning(c Column) string {
	if c.Meaning == "" || c.KnownValues() == "" {
		return c.Meaning + c.KnownValues()
	}
	return c.Meaning + "; " + c.KnownValues()
}

// cellText keeps a text from ending a table's cell.
func cellText(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
