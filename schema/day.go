package schema

import (
	"strings"
	"time"
)

// DayID is the id of the record of a UTC day, in a family whose records are days: its name
// and the date, such as pstn_calls/2026-03-04.
func (f Family) DayID(at time.Time) string {
	return f.Name + "/" + at.UTC().Format(time.DateOnly)
}

// IsDayID says whether an id is one of [Family.DayID].
func IsDayID(id string) bool {
	_, date, _ := strings.Cut(id, "/")
	_, err := time.Parse(time.DateOnly, date)
	return err == nil
}

// Days are the beginnings of the UTC days that begin in a window, oldest first.
func (w Window) Days() (all []time.Time) {
	for at := w.From.UTC().Add(day - 1).Truncate(day); at.Before(w.To); at = at.Add(day) {
		all = append(all, at)
	}
	return all
}
