package chart

import (
	"html/template"
	"math"
	"slices"
	"strconv"
	"time"
)

// Line is a share per day; NaN is a gap.
type Line struct {
	Name   string
	Class  string    // of the style sheet
	Values []float64 // 0 to 1
	Thin   bool      // a line without points, behind the others
	Named  bool      // its name stands at its end
	Says   []string  // what each point says; none for a thin line
	Links  []string  // where each point leads; "" nowhere
}

// Trend is shares over days.
type Trend struct {
	Title, Description string
	Days               []time.Time
	Lines              []Line
	Low, High          []float64 // interval of the first line; none for nil
	Target             float64   // NaN for none
}

// SVG draws it.
func (t Trend) SVG() (template.HTML, error) { return draw("trend", t.view()) }

// trendView is the geometry of a trend.
type trendView struct {
	Title, Description string
	Grid               []grid
	Band               string
	Paths              []trendPath
	Points             []point
	Labels             []label // of days
	Names              []label // of lines, at their ends
	Target             *grid
	Keys               []trendPath // of the lines whose name does not stand at their end
	Bottom, Height     int
	PathWidth          int
	PlotHeight, Top    int
}

type trendPath struct{ D, Class string }

type point struct {
	X, Class, Says, Link string
	Y                    float64
}

type label struct {
	X, Anchor, Text, Class string
	Y                      float64
}

// view computes the geometry.
func (t Trend) view() trendView {
	v := trendView{Title: t.Title, Description: t.Description, Bottom: plotBottom, Height: plotBottom + 28,
		PathWidth: pathWidth, PlotHeight: plotHeight, Top: plotTop}
	top := roundUp(t.most())
	for _, share := range []float64{1, 0.5} {
		v.Grid = append(v.Grid, grid{plotTop + int(height(share*top, top)), percentText(share * top)})
	}
	v.Grid = append(v.Grid, grid{plotBottom, "0 %"})
	xs := make([]float64, len(t.Days))
	for i := range xs {
		xs[i] = (float64(i) + 0.5) / float64(len(xs))
	}
	if t.Low != nil {
		v.Band = areas(xs, t.Low, t.High, top)
	}
	if !math.IsNaN(t.Target) && t.Target <= top {
		v.Target = &grid{plotTop + int(height(t.Target, top)), "target " + percentText(t.Target)}
	}
	for _, l := range slices.Backward(t.Lines) { // the first is drawn last, above the others
		class := l.Class
		if l.Thin {
			class += " thin"
		}
		v.Paths = append(v.Paths, trendPath{path(xs, l.Values, top), class})
		last := -1
		for i, value := range l.Values {
			if math.IsNaN(value) {
				continue
			}
			last = i
			if !l.Thin {
				v.Points = append(
					v.Points,
					point{
						percents(xs[i]),
						l.Class,
						at(l.Says, i),
						at(l.Links, i),
						plotTop + height(value, top),
					},
				)
			}
		}
		if last >= 0 && l.Named {
			v.Names = append(
				v.Names,
				label{
					percents(xs[last]),
					"end",
					l.Name,
					l.Class,
					plotTop + height(l.Values[last], top) - 8,
				},
			)
		}
	}
	for _, l := range t.Lines {
		if !l.Named {
			v.Keys = append(v.Keys, trendPath{l.Name, l.Class})
		}
	}
	spread(v.Names)
	v.Labels = dayLabels(t.Days)
	return v
}

func at(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

// most is the greatest value that is drawn. An interval may go over the top.
func (t Trend) most() float64 {
	most := 0.01
	for _, l := range t.Lines {
		for _, value := range l.Values {
			if !math.IsNaN(value) {
				most = max(most, value)
			}
		}
	}
	if !math.IsNaN(t.Target) {
		most = max(most, t.Target*1.2)
	}
	return most
}

// spread moves names apart that would lie on each other.
func spread(names []label) {
	const least = 14
	slices.SortFunc(names, func(a, b label) int {
		if a.Y < b.Y {
			return -1
		}
		return 1
	})
	for i := range names {
		names[i].Y = max(names[i].Y, 10)
		if i > 0 && names[i].Y-names[i-1].Y < least {
			names[i].Y = names[i-1].Y + least
		}
	}
}

// dayLabels name some of the days: every one, every second, or one per week.
func dayLabels(days []time.Time) (labels []label) {
	const most = 6
	every := 1
	for _, step := range []int{1, 2, 7, 14, 28, 56, 112} {
		if every = step; len(days)/step <= most {
			break
		}
	}
	for i := len(days) - 1; i >= 0; i -= every {
		anchor := "middle"
		if i == len(days)-1 && len(days) > 2 {
			anchor = "end"
		}
		x := (float64(i) + 0.5) / float64(len(days))
		if anchor == "end" {
			x = 1
		}
		labels = append(labels, label{X: percents(x), Anchor: anchor, Text: days[i].Format("Mon 2 Jan"),
			Class: second(len(labels))})
	}
	return labels
}

// second is the class of every second label, which a narrow window has no place for.
func second(i int) string {
	if i%2 == 1 {
		return "second"
	}
	return ""
}

// percentText is a share of the scale.
func percentText(share float64) string {
	return strconv.FormatFloat(math.Round(share*10000)/100, 'f', -1, 64) + " %"
}
