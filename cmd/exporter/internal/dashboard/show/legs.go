package show

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Legs are who was in a call, and when.
type Legs struct {
	Ticks []tick
	Legs  []leg
	Total int
	All   string // where all are shown; "" when they are
}

type tick struct{ X, Text, Anchor string }

// leg is one session of a person.
type leg struct {
	Name, Href string
	Client     string
	What       string // in words: joined, left, dropped
	Class      string
	X, Width   string // percent
	Sent       []span // poor parts of what the person sent
	Heard      []span
	Says       string
	SaysSent   string
	SaysHeard  string
}

type span struct{ X, Width string }

// NewLegs lays sessions on one axis.
func NewLegs(s chosen.State, panel string, rows []answer.Row) Legs {
	var first, last time.Time
	for _, r := range rows {
		from, ok1 := answer.InstantOf(r["start_date_time"])
		to, ok2 := answer.InstantOf(r["end_date_time"])
		if ok1 && (first.IsZero() || from.Before(first)) {
			first = from
		}
		if ok2 && to.After(last) {
			last = to
		}
	}
	length := last.Sub(first)
	if length <= 0 {
		length = time.Minute
	}
	place := func(at time.Time) float64 { return float64(at.Sub(first)) / float64(length) }
	l := Legs{Ticks: ticks(first, length, s.Location())}
	for _, r := range rows {
		from, _ := answer.InstantOf(r["start_date_time"])
		to, ok := answer.InstantOf(r["end_date_time"])
		if !ok {
			to = from
		}
		g := leg{
			Name:   answer.Text(r["person_name"]),
			Client: answer.Shown(answer.Text(r["platform"])),
			X:      percentage(place(from)),
			Width:  percentage(math.Max(place(to)-place(from), 0.004)),
		}
		if g.Name == "" {
			g.Name = answer.Text(r["person_id"])
		}
		if id := answer.Text(r["person_id"]); id != "" {
			g.Href = s.Go("find").Narrow("person_id", id).URL()
		}
		if g.Name == "" {
			g.Name = "somebody"
		}
		g.What = "left at " + to.In(s.Location()).Format("15:04")
		switch answer.Text(r["outcome"]) {
		case "dropped":
			g.What, g.Class = "! dropped at "+to.In(s.Location()).Format("15:04"), "poor"
		case "setup_failed":
			g.What, g.Class = "! did not come in", "poor"
		}
		if why := answer.Text(r["failure_reason"]); why != "" && g.Class != "" {
			g.What += ": " + why
		}
		g.Says = fmt.Sprintf(
			"%s, %s to %s",
			g.Name,
			from.In(s.Location()).Format("15:04"),
			to.In(s.Location()).Format("15:04"),
		)
		g.Sent, g.Heard = spans(r["poor_sent"], place, from, to), spans(r["poor_heard"], place, from, to)
		g.SaysSent, g.SaysHeard = g.Name+" sent poor audio", g.Name+" heard poor audio"
		l.Legs = append(l.Legs, g)
	}
	l.Total = len(l.Legs)
	if l.Total > fewRows && s.All != panel {
		l.Legs = telling(l.Legs, fewRows)
		to := s
		to.All = panel
		l.All = to.URL() + "#" + panel
	}
	return l
}

// telling are the legs of a large call that say most: those that sent poor audio, that broke off, that
// heard it, and then the others, in the order of all.
func telling(legs []leg, most int) []leg {
	rank := func(i int) int {
		switch g := legs[i]; {
		case len(g.Sent) > 0:
			return 0
		case g.Class != "":
			return 1
		case len(g.Heard) > 0:
			return 2
		}
		return 3
	}
	order := make([]int, len(legs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank(a), rank(b)) })
	order = order[:most]
	slices.Sort(order)
	told := make([]leg, most)
	for i, at := range order {
		told[i] = legs[at]
	}
	return told
}

// spans are the times of streams; a stream without times is as long as its session.
func spans(v any, place func(time.Time) float64, from, to time.Time) (all []span) {
	list, _ := v.([]any)
	for _, item := range list {
		pair, ok := item.([]any)
		if !ok || len(pair) != 2 {
			continue
		}
		begin, end := from, to
		if ms := answer.Number(pair[0]); ms > 0 {
			begin = time.UnixMilli(int64(ms))
		}
		if ms := answer.Number(pair[1]); ms > 0 {
			end = time.UnixMilli(int64(ms))
		}
		if begin.Before(from) { // some streams are as long as the call, whoever came when
			begin = from
		}
		if end.After(to) {
			end = to
		}
		all = append(
			all,
			span{percentage(place(begin)), percentage(math.Max(place(end)-place(begin), 0.004))},
		)
	}
	return all
}

// percentage is a place on the axis.
func percentage(share float64) string {
	return strconv.FormatFloat(100*math.Min(math.Max(share, 0), 1), 'f', 2, 64) + "%"
}

// ticks are times of the axis: five or so, at round minutes.
func ticks(first time.Time, length time.Duration, zone *time.Location) (all []tick) {
	step := 24 * time.Hour
	for _, s := range []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute,
		30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour} {
		if length/s <= 5 {
			step = s
			break
		}
	}
	for at := first.Truncate(step); len(all) < 12; at = at.Add(step) {
		x := float64(at.Sub(first)) / float64(length)
		if x > 1 {
			break
		}
		if x >= 0 {
			anchor := "middle"
			if x < 0.05 {
				anchor = "start"
			} else if x > 0.95 {
				anchor = "end"
			}
			all = append(all, tick{percentage(x), at.In(zone).Format("15:04"), anchor})
		}
	}
	return all
}
