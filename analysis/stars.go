package analysis

import "fmt"

// starsSQL is a rating as a number of stars: 0 for people who were asked and did not answer,
// -1 for those who were not asked (Graph, userFeedback).
func starsSQL(rating string) string {
	return fmt.Sprintf(
		"transform(%s, ['notRated', 'bad', 'poor', 'fair', 'good', 'excellent'], [0, 1, 2, 3, 4, 5], -1)", rating)
}
