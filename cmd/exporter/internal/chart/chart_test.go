package chart

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

// gap is no value.
var gap = math.NaN()

// days are some days in a row.
func days(n int) (all []time.Time) {
	for i := range n {
		all = append(all, time.Date(2026, 11, 1+i, 0, 0, 0, 0, time.UTC))
	}
	return all
}

// wellFormed wants a picture that is XML, with a title and a description.
func wellFormed(t *testing.T, picture template.HTML, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	text := string(picture)
	d := xml.NewDecoder(strings.NewReader("<div>" + text + "</div>"))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	for _, want := range []string{"<title>", "<desc>", `role="group"`} {
		if !strings.Contains(text, want) {
			t.Errorf("got no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
		t.Errorf("got what is no number in\n%s", text)
	}
	return text
}

func TestTrendsShowGapsAsGaps(t *testing.T) {
	t.Parallel()
	picture, err := Trend{
		Title: "a < b", Days: days(5), Target: 0.03,
		Lines: []Line{{Name: "poor", Class: "poor", Named: true, Values: []float64{0.01, 0.02, gap, 0.04, 0.05},
			Says: []string{"one", "two", "three", "four", "five"}, Links: []string{"/1", "", "", "", "/5?a=b&c=d"}}},
		Low: []float64{0, 0.01, gap, 0.03, 0.04}, High: []float64{0.02, 0.03, gap, 0.05, 0.06},
	}.SVG()
	text := wellFormed(t, picture, err)
	for want, n := range map[string]int{"<circle": 4, "M100.0,128.0L300.0,96.0M700.0,32.0L900.0,0.0": 1, "a &lt; b": 1, "target 3 %": 1,
		"<title>three</title>": 0, `href="/5?a=b&amp;c=d"`: 1, "Sun 1 Nov": 1} {
		if got := strings.Count(text, want); got != n {
			t.Errorf("got %d of %s, want %d in\n%s", got, want, n, text)
		}
	}
	if got := strings.Count(text, "Z"); got != 2 {
		t.Errorf("got %d bands, want one on either side of the gap", got)
	}
}

func TestTrendsOfNothingAreDrawn(t *testing.T) {
	t.Parallel()
	for name, trend := range map[string]Trend{
		"no days":   {Target: gap},
		"no values": {Days: days(3), Target: gap, Lines: []Line{{Values: []float64{gap, gap, gap}}}, Low: []float64{gap, gap, gap}, High: []float64{gap, gap, gap}},
		"zero":      {Days: days(1), Target: 0, Lines: []Line{{Values: []float64{0}}}},
		"long":      {Days: days(400), Target: 0.02, Lines: []Line{{Values: make([]float64, 400)}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			picture, err := trend.SVG()
			wellFormed(t, picture, err)
		})
	}
}

func TestScalesEndAtRoundNumbers(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]float64{0.03: 0.05, 0.05: 0.05, 0.051: 0.1, 7: 10, 11: 20, 250: 500, 0: 1, math.Inf(1): 1} {
		if got := roundUp(f); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v: got %v, want %v", f, got, want)
		}
	}
}

func TestBarsBeginAtZeroAndFewAreSeen(t *testing.T) {
	t.Parallel()
	b := Bars{Bars: []Bar{{Name: "a", Says: "a: 1,000", Whole: 1000, Part: 1}, {Whole: 0}}}
	v := b.view()
	if got := v.Bars[0].Whole; got.Y != plotTop || got.Height != plotHeight {
		t.Errorf("got %+v, want the whole height", got)
	}
	if got := v.Bars[0].Part; got.Height != 2 {
		t.Errorf("got %+v, want 2 pixels", got)
	}
	if got := v.Bars[1].Whole; got.Height != 0 {
		t.Errorf("got %+v, want nothing", got)
	}
	picture, err := b.SVG()
	wellFormed(t, picture, err)
}

func TestHeatIsOfEnoughOnly(t *testing.T) {
	t.Parallel()
	h := Heat{Cells: []Cell{{Weekday: 1, Hour: 9, Share: 0.4}, {Weekday: 7, Hour: 23, Share: 0.2}, {Weekday: 2, Hour: 0, Few: true, Share: 1},
		{Weekday: 8, Hour: 0}, {Weekday: 1, Hour: 24}, {Weekday: 3, Hour: 3, Share: gap}}}
	v := h.view()
	if got, want := len(v.Cells), 4; got != want {
		t.Errorf("got %d cells, want %d: what is no hour of a week is left out", got, want)
	}
	if got := v.ScaleTop; got != "50 %" {
		t.Errorf("got a scale to %s, want 50 %%: what is of too few does not count", got)
	}
	if got := v.Cells[2]; got.Class != "few" || got.Text != "·" {
		t.Errorf("got %+v, want it shown as too few", got)
	}
	picture, err := h.SVG()
	wellFormed(t, picture, err)
}

func TestNamesOfLinesDoNotLieOnEachOther(t *testing.T) {
	t.Parallel()
	names := []label{{Y: 40}, {Y: 42}, {Y: 41}, {Y: 3}}
	spread(names)
	for i := 1; i < len(names); i++ {
		if names[i].Y-names[i-1].Y < 14 {
			t.Errorf("got %v, want 14 pixels between them", names)
		}
	}
}
