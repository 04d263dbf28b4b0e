package chart

import (
	"fmt"
	"html/template"
	"math"
)

// Heat is a share per weekday and hour.
type Heat struct {
	Title, Description string
	Cells              []Cell
}

// Cell is one hour of a weekday.
type Cell struct {
	Weekday int // 1 Monday … 7 Sunday
	Hour    int // 0 … 23
	Share   float64
	Few     bool // of too few to be a share
	Says    string
	Link    string
}

// SVG draws it.
func (h Heat) SVG() (template.HTML, error) { return draw("heat", h.view()) }

type heatView struct {
	Title, Description string
	Cells              []heatCell
	Days               []label
	Hours              []label
	Scale              []heatCell
	ScaleTop           string
	Height             int
}

type heatCell struct {
	X, Width, Opacity, Says, Link, Text, Class string
	Y, TextY                                   int
	TextX                                      string
}

const (
	heatRow = 24
	heatTop = 20
)

// weekdays are the rows.
var weekdays = [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// view computes the geometry.
func (h Heat) view() heatView {
	v := heatView{Title: h.Title, Description: h.Description, Height: heatTop + len(weekdays)*heatRow + 8}
	top := 0.0
	for _, c := range h.Cells {
		if !c.Few && !math.IsNaN(c.Share) {
			top = max(top, c.Share)
		}
	}
	top = roundUp(max(top, 0.01))
	for _, c := range h.Cells {
		if c.Weekday < 1 || c.Weekday > len(weekdays) || c.Hour < 0 || c.Hour > 23 {
			continue
		}
		y := heatTop + (c.Weekday-1)*heatRow
		cell := heatCell{
			X:     percents(float64(c.Hour) / 24),
			Width: percents(0.96 / 24),
			Says:  c.Says,
			Link:  c.Link,
			Y:     y,
			TextX: percents((float64(c.Hour) + 0.48) / 24),
			TextY: y + 16,
			Class: "heat",
		}
		if c.Few || math.IsNaN(c.Share) {
			cell.Class, cell.Opacity, cell.Text = "few", "1", "·"
		} else {
			cell.Opacity = fmt.Sprintf("%.2f", 0.04+0.56*c.Share/top)
			cell.Text = fmt.Sprintf("%.0f", 100*c.Share)
		}
		v.Cells = append(v.Cells, cell)
	}
	for i, name := range weekdays {
		v.Days = append(v.Days, label{Text: name, Y: float64(heatTop + i*heatRow + 16)})
	}
	for hour := 0; hour < 24; hour += 3 {
		v.Hours = append(v.Hours, label{X: percents((float64(hour) + 0.48) / 24), Text: fmt.Sprint(hour)})
	}
	for i := range 5 {
		v.Scale = append(
			v.Scale,
			heatCell{X: fmt.Sprint(i * 24), Opacity: fmt.Sprintf("%.2f", 0.04+0.56*float64(i)/4)},
		)
	}
	v.ScaleTop = percentText(top)
	return v
}
