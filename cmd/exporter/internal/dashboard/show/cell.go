package show

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Cell is a value of a table.
type Cell struct {
	Text, Small string
	Class       string
	Href        string
	Bar         *bar
	Mark        string // a sign beside a colour
	Title       string // the whole of a text that is cut
	Label       string // in front of the text, where no head stands above it
	Under       []Cell // what stands under a row's name
	Beneath     []Cell // what narrow windows show there, too
}

// bar is a bar in a cell, in percent.
type bar struct{ X, Width, Class string }

// right says whether values of a unit stand at the right.
func right(u dashboards.Unit) bool {
	switch u {
	case dashboards.Count,
		dashboards.Percent,
		dashboards.Rate,
		dashboards.Times,
		dashboards.Decimal,
		dashboards.Money,
		dashboards.Seconds,
		dashboards.Minutes,
		dashboards.Hours,
		dashboards.Measured:
		return true
	}
	return false
}

// setter sets the values of one panel.
type setter struct {
	chosen.State
	panel   dashboards.Panel
	most    float64 // greatest excess, which the bars are held against
	mostN   float64 // greatest count of the column with bars
	barred  string  // column with a bar of counts; "" for none
	samples string  // column with what a rate is of
}

// newSetter looks at all rows once.
func newSetter(s chosen.State, p dashboards.Panel, rows []answer.Row) setter {
	t := setter{State: s, panel: p, samples: "n"}
	after := false
	for _, c := range p.Columns {
		if after && c.Unit == dashboards.Count {
			t.samples = c.Name
			break
		}
		after = after || c.Unit == dashboards.Rate
	}
	if p.Chart == dashboards.Bars {
		for _, c := range p.Columns {
			if c.Unit == dashboards.Count {
				t.barred = c.Name
				break
			}
		}
	}
	for _, r := range rows {
		if f := math.Abs(answer.Number(r["excess"])); f > t.most {
			t.most = f
		}
		if f := answer.Number(r[t.barred]); f > t.mostN {
			t.mostN = f
		}
	}
	return t
}

// Cell sets one value.
func (t setter) cell(c dashboards.Column, r answer.Row) Cell {
	v := r[c.Name]
	f := answer.Number(v)
	out := Cell{Href: t.link(c, r)}
	if right(c.Unit) {
		out.Class = "n"
	}
	switch c.Unit {
	case dashboards.Count:
		out.Text = answer.Whole(f)
		if c.Name == t.barred && t.mostN > 0 {
			out.Bar = &bar{X: "0", Width: share(f / t.mostN), Class: "whole"}
		}
		if c.Name == t.samples && len(t.panel.Rows) > 0 {
			out.Href = t.toCalls(r, false)
		}
	case dashboards.Percent:
		out.Text = answer.Percent(f)
	case dashboards.Rate:
		t.rate(c, r, &out)
	case dashboards.Excess:
		t.excess(f, r, &out)
	case dashboards.Times:
		out.Text = figure(f, 1, " ×")
	case dashboards.Decimal:
		out.Text = figure(f, 1, "")
	case dashboards.Money:
		out.Text = figure(f, 2, "")
	case dashboards.Seconds, dashboards.Minutes, dashboards.Hours:
		out.Text = length(f, c.Unit)
	case dashboards.Instant:
		out.Text = "–"
		if at, ok := answer.InstantOf(v); ok {
			out.Text = at.In(t.Location()).Format("2 Jan 2006, 15:04")
		}
	case dashboards.Day:
		out.Text = answer.Text(v)
		if day, ok := answer.DayOf(v, t.Location()); ok {
			out.Text = day.Format("Mon 2 Jan")
		}
	case dashboards.Verdict:
		out.Text, out.Class, out.Mark = Verdict(answer.Text(v))
	case dashboards.Label:
		out.Text = labelOf(v)
	case dashboards.Yes:
		out.Text = map[bool]string{true: "yes", false: "no"}[f > 0]
	case dashboards.Measured:
		out.Text = answer.Measured(answer.Text(r["metric"]), f)
	default:
		if out.Text = answer.Shown(answer.Text(v)); len(out.Text) > cutAt {
			out.Title = out.Text
		}
	}
	if strings.TrimSpace(out.Text) == "" {
		out.Text, out.Class = none, out.Class+" muted"
		if known[c.Name] {
			out.Text = notKnown
		}
		if c.Name == "person_name" && answer.Text(r["person_id"]) != "" {
			out.Text, out.Class = answer.Text(r["person_id"]), ""
		}
	}
	if c.Unit == dashboards.Rate {
		out.Class += " rate"
	}
	if c.To.Paired && answer.Number(r["beyond_chance"]) > 0 {
		out.Mark = "●"
	}
	return out
}

// labelOf is what a dimension or a measure is called, or several.
func labelOf(v any) string {
	all, several := v.([]any)
	if !several {
		return answer.LabelOf(answer.Text(v))
	}
	var labels []string
	for _, one := range all {
		labels = append(labels, answer.LabelOf(answer.Text(one)))
	}
	return strings.Join(labels, ", ")
}

// known are columns in which nothing means that it is not known; in others it means none.
var known = map[string]bool{
	"building": true, "network_class": true, "bssid": true, "subnet": true, "reflexive_network": true, "platform": true,
	"application_version": true, "capture_device": true, "capture_driver": true, "person_name": true, "place": true,
	"organizer_display_name": true, "value": true, "failure_reason": true, "cpu": true, "receiver_names": true, "sender_names": true,
}

// none stands where there is no value, notKnown where there must be one.
const (
	none     = "–"
	notKnown = "not known"
)

// cutAt is how long a text may be until the style sheet may cut it.
const cutAt = 32

// rate sets a share with its interval, or says that it is none.
func (t setter) rate(c dashboards.Column, r answer.Row, out *Cell) {
	f, n := answer.Number(r[c.Name]), answer.Number(r[t.samples])
	out.Text = answer.Percent(f)
	if share := answer.Number(r["classified_share"]); !math.IsNaN(share) {
		out.Title = fmt.Sprintf("%s of %s; %s of all are classified", answer.Percent(f), answer.Whole(n), answer.Percent(share))
	}
	low, high := answer.Number(r[c.Name+"_low"]), answer.Number(r[c.Name+"_high"])
	switch {
	case math.IsNaN(f):
		out.Text, out.Class = "–", "n muted"
	case n < float64(t.Minimum):
		out.Small, out.Class = "too few", "n few"
	default:
		out.Small = answer.Digit(low) + "–" + answer.Digit(high)
		if target := answer.Number(r["target"]); low > target {
			out.Class, out.Mark = "n poor", "!"
		}
	}
	if len(t.panel.Rows) > 0 && f > 0 && out.Href == "" {
		out.Href = t.toCalls(r, true)
	}
}

// excess sets how many are poor over the target.
func (t setter) excess(f float64, r answer.Row, out *Cell) {
	out.Class = "excess"
	switch {
	case math.IsNaN(f):
		out.Text = "–"
	case f >= 0.5:
		out.Text = "+" + answer.Whole(f)
		class := "poor"
		if answer.Number(r[t.samples]) < float64(t.Minimum) {
			class = "unclassified"
		}
		out.Bar = &bar{X: "0", Width: share(f / t.most), Class: class}
	case f <= -0.5:
		out.Text = "−" + answer.Whole(-f)
		out.Class += " muted"
	default:
		out.Text = "0"
	}
}

// Verdict is a verdict with its colour and its mark.
func Verdict(v string) (text, class, mark string) {
	switch v {
	case "poor":
		return v, "poor", "!"
	case "good":
		return v, "good", "✓"
	}
	return v, "muted", ""
}

// link is where a value leads.
func (t setter) link(c dashboards.Column, r answer.Row) string {
	if c.To.Page == "" {
		return ""
	}
	to := t.Go(c.To.Page)
	if c.To.Paired {
		return to.Narrow(answer.Text(r["dimension"]), answer.Text(r["value"])).URL()
	}
	for _, d := range c.To.Narrow {
		to = to.Narrow(d, value(d, r[d]))
	}
	if c.To.Page == "stream" || c.To.Page == "version" { // of the call that is looked at
		to.Further, to.At = map[string]string{"record": t.Further["record"]}, t.At
	}
	for name, column := range c.To.Further {
		if _, isDimension := dashboards.DimensionOf(name); isDimension {
			to = to.Narrow(name, value(name, r[column]))
			continue
		}
		if name == "at" {
			if at, ok := answer.InstantOf(r[column]); ok {
				to.At = at.Format(time.RFC3339)
			}
			continue
		}
		text := answer.Text(r[column])
		if text == "" && !isPhoneFilter(name) {
			return "" // a telephone call that belongs to no record
		}
		to.Further[name] = cmp.Or(text, chosen.UnknownValue)
	}
	return to.URL()
}

// isPhoneFilter says whether a parameter narrows telephone calls, by what may be not known.
func isPhoneFilter(name string) bool {
	return slices.ContainsFunc(dashboards.PhoneFilters(), func(f dashboards.PhoneFilter) bool { return f.Name == name })
}

// value is a value of a dimension as filters take it: hours have two digits.
func value(dimension string, v any) string {
	s := answer.Text(v)
	if dimension == "hour" && len(s) == 1 {
		return "0" + s
	}
	return s
}

// toCalls leads to the calls that a row is made of, all or the poor ones.
func (t setter) toCalls(r answer.Row, poor bool) string {
	to := t.Go("find")
	for _, d := range t.panel.Rows {
		to = to.Narrow(d, value(d, r[d]))
	}
	if poor {
		to = to.Narrow("verdict", "poor")
	}
	return to.URL()
}

// share is a share of a bar's length, in percent.
func share(f float64) string {
	return strconv.FormatFloat(100*math.Min(math.Max(f, 0), 1), 'f', 1, 64) + "%"
}

// figure is a number with some digits; "–" for none.
func figure(f float64, digits int, unit string) string {
	if math.IsNaN(f) {
		return "–"
	}
	return strconv.FormatFloat(f, 'f', digits, 64) + unit
}

// length is a time in words.
func length(f float64, u dashboards.Unit) string {
	if math.IsNaN(f) {
		return "–"
	}
	of := map[dashboards.Unit]time.Duration{
		dashboards.Seconds: time.Second, dashboards.Minutes: time.Minute, dashboards.Hours: time.Hour,
	}[u]
	return console.Duration(time.Duration(f * float64(of)).Round(time.Second))
}
