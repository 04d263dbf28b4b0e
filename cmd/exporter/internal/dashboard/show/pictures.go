package show

import (
	"fmt"
	"html/template"
	"math"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/chart"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Picture draws a panel's answer; "" for panels that are none.
func Picture(s chosen.State, p dashboards.Panel, rows []answer.Row, now time.Time) (template.HTML, error) {
	switch p.Chart {
	case dashboards.Trend:
		return trend(s, p, rows, now).SVG()
	case dashboards.Lines:
		return lines(s, p, rows, now).SVG()
	case dashboards.Heat:
		return heat(s, p, rows).SVG()
	case dashboards.Bars:
		if b, ok := bars(s, p, rows, now); ok {
			return b.SVG()
		}
	}
	return "", nil
}

// byDay finds the rows of days.
func byDay(s chosen.State, rows []answer.Row, now time.Time) (days []time.Time, of []answer.Row) {
	found := map[string]answer.Row{}
	for _, r := range rows {
		found[answer.Text(r["day"])] = r
	}
	days = s.Days(now)
	for _, day := range days {
		of = append(of, found[day.Format(time.DateOnly)])
	}
	return days, of
}

// shares are the values of a column; NaN where it has none, or too few.
func shares(rows []answer.Row, column string, minimum int) (values []float64) {
	for _, r := range rows {
		value := answer.Number(r[column])
		if n := answer.Number(r["n"]); minimum > 0 && n < float64(minimum) {
			value = math.NaN()
		}
		values = append(values, value)
	}
	return values
}

// fewADay is how many ends a day needs for its point: the interval says the rest.
const fewADay = 10

// trend is the poor rate of each day.
func trend(s chosen.State, p dashboards.Panel, rows []answer.Row, now time.Time) chart.Trend {
	days, of := byDay(s, rows, now)
	t := chart.Trend{Title: p.Title, Days: days, Target: math.NaN(),
		Low: shares(of, "rate_low", fewADay), High: shares(of, "rate_high", fewADay)}
	if len(rows) > 0 {
		t.Target = answer.Number(rows[0]["target"])
	}
	rate := chart.Line{Name: "poor", Class: "poor", Named: true, Values: shares(of, "rate", fewADay)}
	poor, n := 0.0, 0.0
	for i, r := range of {
		says := fmt.Sprintf(
			"%s: %s poor of %s",
			days[i].Format("Mon 2 Jan"),
			answer.Percent(answer.Number(r["rate"])),
			answer.Whole(answer.Number(r["n"])),
		)
		rate.Says = append(rate.Says, says)
		rate.Links = append(
			rate.Links,
			s.Go("find").Narrow("day", days[i].Format(time.DateOnly)).Narrow("verdict", "poor").URL(),
		)
		if r != nil {
			poor, n = poor+answer.Number(r["poor"]), n+answer.Number(r["n"])
		}
	}
	t.Lines = []chart.Line{rate}
	before := chart.Line{
		Name:   "before",
		Class:  "before",
		Values: shares(of, "before_rate", 0),
		Thin:   true,
		Named:  true,
	}
	t.Lines = append(t.Lines, before)
	t.Description = fmt.Sprintf(
		"A point per day, from %s to %s, with its interval. In all, %s of %s ends were poor (%s).",
		days[0].Format(
			"2 January",
		),
		days[len(days)-1].Format("2 January"),
		answer.Whole(poor),
		answer.Whole(n),
		answer.Percent(poor/n),
	)
	return t
}

// lines are shares of each day, one line per column of them.
func lines(s chosen.State, p dashboards.Panel, rows []answer.Row, now time.Time) chart.Trend {
	days, of := byDay(s, rows, now)
	t := chart.Trend{
		Title:       p.Title,
		Days:        days,
		Target:      math.NaN(),
		Description: "A line per share, a point per day.",
	}
	series := 0
	for _, c := range p.Columns {
		if c.Unit != dashboards.Percent {
			continue
		}
		series++
		l := chart.Line{
			Name:   c.Label,
			Class:  fmt.Sprint("series-", series),
			Values: shares(of, c.Name, fewADay),
		}
		for i, r := range of {
			l.Says = append(
				l.Says,
				fmt.Sprintf(
					"%s: %s %s of %s",
					days[i].Format("Mon 2 Jan"),
					answer.Percent(answer.Number(r[c.Name])),
					c.Label,
					answer.Whole(answer.Number(r["n"])),
				),
			)
			l.Links = append(l.Links, s.Go("find").Narrow("day", days[i].Format(time.DateOnly)).URL())
		}
		t.Lines = append(t.Lines, l)
	}
	return t
}

// heat is the poor rate of each hour of the week.
func heat(s chosen.State, p dashboards.Panel, rows []answer.Row) chart.Heat {
	h := chart.Heat{
		Title:       p.Title,
		Description: "A row per weekday, a column per hour of the day in " + s.Zone + "; the darker, the more are poor.",
	}
	for _, r := range rows {
		n := answer.Number(r["n"])
		c := chart.Cell{
			Weekday: int(answer.Number(r["weekday"])),
			Hour:    int(answer.Number(r["hour"])),
			Share:   answer.Number(r["rate"]),
			Few:     !(n >= float64(min(s.Minimum, fewADay))),
		}
		name := time.Weekday(c.Weekday % 7).String()
		c.Says = fmt.Sprintf(
			"%s, %d to %d h: %s poor of %s",
			name,
			c.Hour,
			c.Hour+1,
			figure(100*c.Share, 0, " %"), // as in the cell
			answer.Whole(n),
		)
		c.Link = s.Go("find").Narrow("weekday", name).Narrow("hour", fmt.Sprintf("%02d", c.Hour)).URL()
		h.Cells = append(h.Cells, c)
	}
	return h
}

// bars are counts per day or hour: the first column of counts, and of it the second. Other
// names than days and hours are a table with bars.
func bars(s chosen.State, p dashboards.Panel, rows []answer.Row, now time.Time) (chart.Bars, bool) {
	b := chart.Bars{Title: p.Title, Description: "A bar each, from zero."}
	var counts []dashboards.Column
	for _, c := range p.Columns {
		if c.Unit == dashboards.Count {
			counts = append(counts, c)
		}
	}
	first := p.Columns[0]
	setting := newSetter(s, p, rows)
	bar := func(name, says string, r answer.Row, parted bool) chart.Bar {
		bar := chart.Bar{Name: name, Whole: Nothing(answer.Number(r[counts[0].Name]))}
		bar.Says = fmt.Sprintf("%s: %s %s", says, answer.Whole(bar.Whole), counts[0].Label)
		if parted && len(counts) > 1 {
			bar.Part = Nothing(answer.Number(r[counts[1].Name]))
			bar.Says += fmt.Sprintf(", %s %s", answer.Whole(bar.Part), counts[1].Label)
		}
		if r != nil {
			bar.Link = setting.link(first, r)
		}
		return bar
	}
	switch {
	case first.Unit == dashboards.Day:
		days, of := byDay(s, rows, now)
		every := (len(days) + 6) / 7
		for i, r := range of {
			name := ""
			if (len(days)-1-i)%every == every/2 {
				name = days[i].Format("2 Jan")
			}
			b.Bars = append(b.Bars, bar(name, days[i].Format("Mon 2 Jan"), r, true))
		}
	case first.Name == "hour":
		of := map[int]answer.Row{}
		for _, r := range rows {
			of[int(answer.Number(r["hour"]))] = r
		}
		for hour := range 24 {
			name := ""
			if hour%3 == 0 {
				name = fmt.Sprint(hour)
			}
			b.Bars = append(b.Bars, bar(name, fmt.Sprintf("%d h", hour), of[hour], false))
		}
	default:
		return b, false
	}
	return b, true
}

// Nothing is a count, 0 where there is none.
func Nothing(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return f
}
