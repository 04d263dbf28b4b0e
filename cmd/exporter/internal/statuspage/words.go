package statuspage

import (
	"fmt"
	"html/template"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/load/ledger"
)

// sheet is the style sheet, which is our own and not escaped.
var sheet = template.CSS(style)

// words are the functions of the template.
var words = template.FuncMap{
	"count":   func(n uint64) string { return console.Count(int64(n)) },
	"iso":     func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"day":     func(t time.Time) string { return t.UTC().Format("Mon 2 Jan") },
	"short":   short,
	"sign":    sign,
	"took":    func(r ledger.LastRun) string { return console.Duration(r.Finished.Sub(r.Started.Time)) },
	"percent": percent,
}

// short is the beginning of an id: enough to tell tenants apart.
func short(id string) string {
	const enough = 8
	if runes := []rune(id); len(runes) > enough+1 {
		return string(runes[:enough]) + "…"
	}
	return id
}

// sign is the mark beside an outcome: a color alone tells not everybody.
func sign(outcome string) string {
	switch outcome {
	case "complete":
		return "✓"
	case "failed":
		return "×"
	}
	return "!"
}

// percent is a share with one digit; none of nothing is 0.
func percent(part, whole uint64) string {
	if whole == 0 {
		return "0.0 %"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}
