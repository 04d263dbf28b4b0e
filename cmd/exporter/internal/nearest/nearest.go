// Package nearest finds the name that somebody most likely meant.
package nearest

import "github.com/agext/levenshtein"

// Of returns the candidate of the least cost, "" when all cost more than the
// most that a slip of the pen does.
func Of(candidates []string, most int, cost func(string) int) string {
	best := ""
	for _, c := range candidates {
		if n := cost(c); n <= most {
			best, most = c, n-1
		}
	}
	return best
}

// Distance counts the letters to add, drop or change (Levenshtein). A long text
// counts by its length alone: the distance takes time by the product of both.
func Distance(text, known string) int {
	if len(text) > 100 {
		return len(text)
	}
	return levenshtein.Distance(text, known, nil)
}
