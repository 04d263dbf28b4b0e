package chart

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
)

//go:embed chart.svg.tmpl
var text string

var pictures = template.Must(template.New("chart").Parse(text))

// draw executes one of the templates.
func draw(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := pictures.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("chart %s: %w", name, err)
	}
	return template.HTML(b.String()), nil // which the template has escaped
}

// The plots in pixels from the top.
const (
	plotTop    = 16
	plotHeight = 160
	plotBottom = plotTop + plotHeight
	pathWidth  = 1000 // of the paths' own coordinates, which are stretched
)

// percents is a place across the picture.
func percents(share float64) string { return strconv.FormatFloat(100*share, 'f', 2, 64) + "%" }

// grid is a line of the scale with its value.
type grid struct {
	Y    int
	Text string
}

// roundUp is the next of 1, 2, 5, 10, 20, 50, … times a power of ten.
func roundUp(f float64) float64 {
	if f <= 0 || math.IsInf(f, 0) || math.IsNaN(f) {
		return 1
	}
	scale := math.Pow(10, math.Floor(math.Log10(f)))
	for _, step := range []float64{1, 2, 5, 10} {
		if step*scale >= f*(1-1e-9) {
			return step * scale
		}
	}
	return f
}

// height is where a value stands, from the top of the plot.
func height(value, top float64) float64 {
	return plotHeight * (1 - math.Min(math.Max(value/top, 0), 1))
}

// path is a line through places and values; NaN makes a gap.
func path(xs, values []float64, top float64) string {
	var b strings.Builder
	open := false
	for i, v := range values {
		if math.IsNaN(v) {
			open = false
			continue
		}
		command := "L"
		if !open {
			command = "M"
		}
		open = true
		fmt.Fprintf(&b, "%s%.1f,%.1f", command, xs[i]*pathWidth, height(v, top))
	}
	return b.String()
}

// areas are the surfaces between two lines, one for each run without a gap.
func areas(xs, low, high []float64, top float64) string {
	var b strings.Builder
	for i := 0; i < len(xs); {
		if math.IsNaN(low[i]) || math.IsNaN(high[i]) {
			i++
			continue
		}
		end := i
		for end < len(xs) && !math.IsNaN(low[end]) && !math.IsNaN(high[end]) {
			end++
		}
		for j := i; j < end; j++ {
			fmt.Fprintf(
				&b,
				"%s%.1f,%.1f",
				map[bool]string{true: "M", false: "L"}[j == i],
				xs[j]*pathWidth,
				height(high[j], top),
			)
		}
		for j := end - 1; j >= i; j-- {
			fmt.Fprintf(&b, "L%.1f,%.1f", xs[j]*pathWidth, height(low[j], top))
		}
		b.WriteString("Z")
		i = end
	}
	return b.String()
}
