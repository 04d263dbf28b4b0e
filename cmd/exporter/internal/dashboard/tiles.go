package dashboard

import (
	"math"
	"strings"
)

// tile is one figure with all that makes it credible.
type tile struct {
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

// newTiles sets the measures.
func newTiles(s state, rows []row) (tiles []tile) {
	for _, r := range rows {
		name := text(r["measure"])
		known, ok := tilesOf[name]
		if !ok {
			known.Label = name
		}
		to := s.on(known.Page)
		if known.Media != "" {
			to.Media = known.Media
		}
		if outcome, _, _ := strings.Cut(name, "_unexpected"); known.Page == "find" &&
			outcome != "poor_rating" {
			to = to.narrowed("outcome", outcome)
		}
		t := tile{Label: known.Label, Of: known.Of, Value: percent(number(r["rate"]))}
		if ok {
			t.Href = to.URL()
		}
		t.judge(r, s.Minimum)
		if name == "people_hit" {
			t.Value, t.Interval = whole(number(r["hit"])), percent(number(r["rate"]))
			t.Of = "of " + whole(number(r["n"])) + " people"
		} else {
			t.Of = "of " + whole(number(r["n"])) + " " + known.Of
		}
		tiles = append(tiles, t)
	}
	return tiles
}

// judge holds a measure against its target and against the range before.
func (t *tile) judge(r row, minimum int) {
	low, high, n := number(r["rate_low"]), number(r["rate_high"]), number(r["n"])
	target := number(r["target"])
	if !math.IsNaN(target) {
		t.Target = percent(target)
	}
	if share := number(r["classified_share"]); share < 1 {
		t.Share = percent(share) + " classified"
	}
	t.Few = n < float64(minimum)
	switch {
	case math.IsNaN(number(r["rate"])):
		t.Judged = "none"
		return
	case t.Few:
		t.Judged = "too few"
		return
	}
	t.Interval = digit(low) + "–" + digit(high)
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
func (t *tile) change(r row, minimum int) {
	before, n, k := number(r["before_rate"]), number(r["before_n"]), number(r["n"])
	if math.IsNaN(before) || n < float64(minimum) {
		t.Change = "none before to compare"
		return
	}
	rate := number(r["rate"])
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
