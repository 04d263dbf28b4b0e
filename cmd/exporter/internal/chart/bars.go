package chart

import (
	"html/template"

	"github.com/dustin/go-humanize"
)

// Bar is a count with a part of it.
type Bar struct {
	Name        string // below it; "" for none
	Says        string
	Link        string // where it leads; "" nowhere
	Whole, Part float64
}

// Bars is a bar per day, hour or the like, from zero.
type Bars struct {
	Title, Description string
	Bars               []Bar
}

// SVG draws it.
func (b Bars) SVG() (template.HTML, error) { return draw("bars", b.view()) }

type barsView struct {
	Title, Description string
	Grid               []grid
	Bars               []barView
	Labels             []label
	Bottom, Height     int
}

type barView struct {
	X, Width, Says, Link string
	Whole, Part          piece
}

type piece struct{ Y, Height float64 }

// view computes the geometry.
func (b Bars) view() barsView {
	v := barsView{Title: b.Title, Description: b.Description, Bottom: plotBottom, Height: plotBottom + 28}
	most := 0.0
	for _, bar := range b.Bars {
		most = max(most, bar.Whole, bar.Part)
	}
	top := roundUp(most)
	v.Grid = []grid{{plotTop, count(top)}, {plotBottom, "0"}}
	if top >= 2 {
		v.Grid = append(v.Grid, grid{plotTop + plotHeight/2, count(top / 2)})
	}
	of := func(value float64) piece {
		if value <= 0 {
			return piece{plotBottom, 0}
		}
		h := max(plotHeight-height(value, top), 2) // a few of many are seen all the same
		return piece{plotBottom - h, h}
	}
	slot := 1 / float64(max(len(b.Bars), 1))
	for i, bar := range b.Bars {
		v.Bars = append(
			v.Bars,
			barView{percents((float64(i) + 0.1) * slot), percents(0.8 * slot), bar.Says, bar.Link,
				of(bar.Whole), of(bar.Part)},
		)
		if bar.Name != "" {
			v.Labels = append(
				v.Labels,
				label{X: percents((float64(i) + 0.5) * slot), Anchor: "middle", Text: bar.Name,
					Class: second(len(v.Labels))},
			)
		}
	}
	return v
}

// count is a value of the scale.
func count(f float64) string { return humanize.Commaf(f) }
