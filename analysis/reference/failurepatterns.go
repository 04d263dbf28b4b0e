package reference

import (
	"fmt"
	"strings"
)

// FailurePatterns say which failures users take for normal.
func FailurePatterns() Kind {
	return Kind{
		Name: "failure_patterns",
		Comment: "What failures mean, in the order to try them: the first row of which stage and pattern fit decides. " +
			"Rows without a tenant ship and hold for all tenants; a tenant's own go first.",
		Named: true,
		Columns: []Column{
			keyword("stage", "failure_stage that the row is for; empty: any", "failurestage"),
			needed(
				checked(
					text("pattern", "what failure_reason is like (ILIKE): % is any text, _ is any character",
						"failurereason"),
					readPattern,
				),
			),
			needed(flag("expected", "true when users take such a failure for normal")),
			keyword("category", "what to call it"),
		},
		key: func(cells []string) []string { return []string{strings.ToLower(cells[0] + "\t" + cells[1])} },
	}
}

// readPattern is a pattern of ILIKE. A backslash that stands for nothing would make the
// engine refuse every query of the view (ClickHouse, LIKE).
func readPattern(cell string) (string, error) {
	for i := 0; i < len(cell); i++ {
		if cell[i] != '\\' {
			continue
		}
		if i++; i == len(cell) || !strings.ContainsRune(`%_\`, rune(cell[i])) {
			return "", fmt.Errorf(`%q: a backslash stands before %%, _ or another backslash`, shorten(cell))
		}
	}
	return cell, nil
}
