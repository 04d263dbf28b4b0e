package graphtest

import (
	"fmt"
	"strconv"
	"time"
)

// period writes an Edm.Duration, null when absent. Most have the short form
// (PT0.002S, PT1M2.5S), some the long one (P0DT0H0M1S).
func (w *writer) period(key string, there bool, v time.Duration, long bool) {
	if !there {
		w.null(key)
		return
	}
	w.str(key, iso8601(v.Round(time.Millisecond), long))
}

// iso8601 spells a duration of zero or more.
func iso8601(v time.Duration, long bool) string {
	days, hours, minutes := v/(24*time.Hour), v/time.Hour%24, v/time.Minute%60
	seconds := strconv.FormatFloat((v % time.Minute).Seconds(), 'f', -1, 64)
	if long {
		return fmt.Sprintf("P%dDT%dH%dM%sS", days, hours, minutes, seconds)
	}
	s := "P"
	if days > 0 {
		s += fmt.Sprintf("%dD", days)
	}
	s += "T"
	if hours > 0 {
		s += fmt.Sprintf("%dH", hours)
	}
	if minutes > 0 {
		s += fmt.Sprintf("%dM", minutes)
	}
	return s + seconds + "S"
}
