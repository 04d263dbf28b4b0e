package loading

import (
	"fmt"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/schema"
)

// everything is the window when one bound is given; a fixed one, so that the
// same flags mean the same replay.
var everything = schema.Window{From: time.Unix(0, 0).UTC(), To: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}

// windowFlags reads --from and --to; without both it is the zero window.
func windowFlags(from, to string) (w schema.Window, err error) {
	if from == "" && to == "" {
		return w, nil
	}
	w = everything
	if from != "" {
		if w.From, err = parseTime(from); err != nil {
			return w, fmt.Errorf("--from: %w", err)
		}
	}
	if to != "" {
		if w.To, err = parseTime(to); err != nil {
			return w, fmt.Errorf("--to: %w", err)
		}
	}
	if !w.From.Before(w.To) {
		return w, fmt.Errorf("window %s is empty", w)
	}
	return w, nil
}

// parseTimeOrAge reads a time, or how long before now it was.
func parseTimeOrAge(s string, now time.Time) (time.Time, error) {
	t, err := parseTime(s)
	if err == nil {
		return t, nil
	}
	age, bad := config.ParseDuration(s)
	switch {
	case bad != nil:
		return t, fmt.Errorf("%w, and not how long ago, like 30d or 12h", err)
	case age < 0:
		return t, fmt.Errorf("%q lies in the future", s)
	}
	return now.Add(-age).UTC(), nil
}

// parseTime reads a day or an instant, UTC.
func parseTime(s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("%q is not a time like 2026-01-31 (UTC) or 2026-01-31T12:00:00Z", s)
	}
	return t.UTC(), nil
}
