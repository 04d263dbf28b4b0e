package statuspage

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/status"
)

// The picture in pixels, from the top. Across it is set in percent, so that it is as
// wide as the page and its letters stay as large as they are.
const (
	plotTop    = 24
	plotHeight = 144
	plotBottom = plotTop + plotHeight
	dayBelow   = plotBottom + 20 // base line of the days
	leastSeen  = 3               // a few of many are seen all the same
	chartSize  = dayBelow + 8
)

// chart is a bar per day, stacked: in, due, lost unread.
type chart struct {
	Days           []status.Day
	In, Due, Lost  uint64
	Bars           []bar
	Lines          []line
	Labels         []label
	Height, Bottom int
}

// bar is one day.
type bar struct {
	X, Width string // percent
	Pieces   []piece
	Title    string
}

// piece is what stands of one kind in a bar.
type piece struct {
	Kind      string
	Y, Height int
}

// line is a line of the grid with its value.
type line struct {
	Y    int
	Text string
}

// label names a day.
type label struct{ X, Anchor, Text string }

// Total is how many records the picture shows.
func (c chart) Total() uint64 { return c.In + c.Due + c.Lost }

// newChart draws days, of which the last is today.
func newChart(days []status.Day) chart {
	c := chart{Days: days, Height: chartSize, Bottom: plotBottom}
	var most uint64
	for _, d := range days {
		c.In, c.Due, c.Lost = c.In+d.In, c.Due+d.Due, c.Lost+d.Unread
		most = max(most, d.In+d.Due+d.Unread)
	}
	if most == 0 {
		return c
	}
	top := roundUp(most)
	height := func(n uint64) int {
		if n == 0 {
			return 0
		}
		return max(leastSeen, int(float64(n)/float64(top)*plotHeight+0.5))
	}
	slot := 100 / float64(len(days))
	for i, d := range days {
		b := bar{X: percents((float64(i) + 0.1) * slot), Width: percents(0.8 * slot)}
		b.Title = d.Start.Format("Mon 2 Jan")
		base := plotBottom
		var said []string
		for _, k := range []struct {
			kind, word string
			n          uint64
		}{{"in", "in", d.In}, {"due", "due", d.Due}, {"lost", "lost unread", d.Unread}} {
			if h := height(k.n); h > 0 {
				base -= h
				b.Pieces = append(b.Pieces, piece{k.kind, base, h})
				said = append(said, console.Count(int64(k.n))+" "+k.word)
			}
		}
		if len(said) > 0 {
			b.Title += ": " + strings.Join(said, ", ")
			c.Bars = append(c.Bars, b)
		}
		if back := len(days) - 1 - i; back%7 == 0 {
			c.Labels = append(c.Labels, dayLabel(i, back, slot, d.Start))
		}
	}
	c.Lines = append(c.Lines, line{plotTop, scale(top)})
	if top%2 == 0 {
		c.Lines = append(c.Lines, line{plotTop + plotHeight/2, scale(top / 2)})
	}
	return c
}

// dayLabel stands in the middle below its day, but for today's, which ends with it.
func dayLabel(i, back int, slot float64, day time.Time) label {
	if back == 0 {
		return label{"100%", "end", "today"}
	}
	return label{percents((float64(i) + 0.5) * slot), "middle", day.Format("2 Jan")}
}

// roundUp is the next of 1, 2, 4, 5, 10, 20, 40, …
func roundUp(n uint64) uint64 {
	for scale := uint64(1); ; scale *= 10 {
		for _, step := range []uint64{1, 2, 4, 5} {
			if at := step * scale; at >= n || at > 1<<62 {
				return at
			}
		}
	}
}

// scale is a value of the grid, short enough to stand beside it.
func scale(n uint64) string {
	const million = 1e6
	if n < million {
		return console.Count(int64(n))
	}
	return strconv.FormatFloat(float64(n)/million, 'f', -1, 64) + " M"
}

func percents(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) + "%" }

// Text is the picture in words.
func (c chart) Text() string {
	if len(c.Days) == 0 {
		return ""
	}
	return fmt.Sprintf("A bar per day from %s to %s, by the day on which the records start. "+
		"%s are in, %s are due, %s were lost unread.",
		c.Days[0].Start.Format("2 January"), c.Days[len(c.Days)-1].Start.Format("2 January"),
		console.Count(int64(c.In)), console.Count(int64(c.Due)), console.Count(int64(c.Lost)))
}
