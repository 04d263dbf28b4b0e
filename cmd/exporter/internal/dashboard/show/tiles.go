package show

import (
	"math"
	"strings"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Tile is one figure with all that makes it credible.
type Tile struct {
	Label    string
	Href     string
	Value    string
	Class    string // poor, good or ""
	Judged   string // in words, with its mark: "! over target"
	Interval string
	Target   string
	Change   string // against the range before
	Worse    string // poor or good, for the change
	Of       string // what it is a share of
	Share    string // classified
	Few      bool
}

// tilesOf are what the measures are called, of what they are shares, and where they lead.
var tilesOf = map[string]struct{ Label, Of, Page, Media string }{
	"poor_audio":              {"Poor audio", "ends", "why", "audio"},
	"poor_video":              {"Poor video", "ends", "why", "video"},
	"poor_sharing":            {"Poor sharing", "ends", "why", "sharing"},
	"setup_failed":            {"Setup failed", "sessions", "reliability", ""},
	"setup_failed_unexpected": {"Setup failed, without normal ones", "sessions", "find", ""},
	"dropped":                 {"Dropped", "sessions", "reliability", ""},
	"dropped_unexpected":      {"Dropped, without normal ones", "sessions", "find", ""},
	"poor_rating":             {"Rated poor", "ratings", "find", ""},
	"people_hit":              {"People hit", "people", "why", ""},
}

// NewTiles sets the measures.
func NewTiles(s chosen.State, rows []answer.Row) (tiles []Tile) {
	for _, r := range rows {
		name := answer.Text(r["measure"])
		known, ok := tilesOf[name]
		if !ok {
			known.Label = name
		}
		if known.Page == s.On { // which says no more of it
			known.Page = "find"
		}
		to := s.Go(known.Page)
		if known.Media != "" {
			to.Media = known.Media
		}
		switch outcome, unexpected := strings.CutSuffix(name, "_unexpected"); {
		case name == "poor_rating":
			to = to.Narrow("rated", "poor")
		case unexpected:
			to = to.Narrow("outcome", outcome).Narrow("expected", "no")
		case known.Page == "find":
			to = to.Narrow("outcome", outcome)
		}
		t := Tile{Label: known.Label, Of: known.Of, Value: answer.Percent(answer.Number(r["rate"]))}
		if ok {
			t.Href = to.URL()
		}
		t.judge(r, s.Minimum)
		if name == "people_hit" {
			t.Value, t.Interval = answer.Whole(answer.Number(r["hit"])), answer.Percent(answer.Number(r["rate"]))
			t.Of = "of " + answer.Whole(answer.Number(r["n"])) + " people"
		} else {
			t.Of = "of " + answer.Whole(answer.Number(r["n"])) + " " + known.Of
		}
		tiles = append(tiles, t)
	}
	return tiles
}

// judge holds a measure against its target and against the range before.
func (t *Tile) judge(r answer.Row, minimum int) {
	low, high, n := answer.Number(r["rate_low"]), answer.Number(r["rate_high"]), answer.Number(r["n"])
	target := answer.Number(r["target"])
	if !math.IsNaN(target) {
		t.Target = answer.Percent(target)
	}
	if share := answer.Number(r["classified_share"]); share < 1 {
		t.Share = answer.Percent(share) + " classified"
	}
	t.Few = n < float64(minimum)
	switch {
	case math.IsNaN(answer.Number(r["rate"])):
		t.Judged = "none"
		return
	case t.Few:
		t.Judged, t.Target = "too few", "" // to be held against it
		return
	}
	t.Interval = answer.Digit(low) + "–" + answer.Digit(high)
	switch {
	case math.IsNaN(target):
	case low > target:
		t.Class, t.Judged = "poor", "! over target"
	case high < target:
		t.Class, t.Judged = "good", "✓ within target"
	default:
		t.Judged = "≈ about target"
	}
	t.change(r, minimum)
}

// change is the step from the range before, in points of percent.
func (t *Tile) change(r answer.Row, minimum int) {
	before, n, k := answer.Number(r["before_rate"]), answer.Number(r["before_n"]), answer.Number(r["n"])
	if math.IsNaN(before) || n < float64(minimum) {
		t.Change = "none before to compare"
		return
	}
	rate := answer.Number(r["rate"])
	step := 100 * (rate - before)
	sign := map[bool]string{true: "▲ ", false: "▼ "}[step > 0]
	t.Change = sign + figure(math.Abs(step), 1, "") + " points against before"
	all := (rate*k + before*n) / (k + n)
	const sure = 1.96 // standard errors
	if math.Abs(rate-before) > sure*math.Sqrt(all*(1-all)*(1/n+1/k)) {
		t.Worse = map[bool]string{true: "poor", false: "good"}[step > 0]
	} else {
		t.Change += ", may be chance"
	}
}
