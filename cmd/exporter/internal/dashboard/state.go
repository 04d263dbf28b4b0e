package dashboard

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/nearest"
)

const (
	defaultRange   = "28d"
	defaultMedia   = "audio"
	defaultMinimum = 20
	maxDays        = 400 // of a range: as many points has a line
	maxValue       = 512 // bytes of a value in a URL
	maxWrong       = 10  // mistakes that are told
	unknownValue   = "(none)"
)

// ranges are those that a click chooses, in days.
var ranges = []struct {
	Word string
	Days int
}{{"1d", 1}, {"7d", 7}, {"28d", 28}, {"90d", 90}}

// mediaTypes are those that are judged.
var mediaTypes = []string{"audio", "video", "sharing"}

// further are the parameters of single pages.
var further = []string{"text", "record", "session", "segment", "medium", "stream"}

// parameters are those of all pages, beside the dimensions.
var parameters = []string{"range", "from", "until", "zone", "media", "minimum", "at", "sort", "all"}

// state is the whole state of a page: what its URL says.
type state struct {
	page     string
	Range    string // one of ranges; "" when From and Until are given
	From     string // days in the zone, as dates
	Until    string // the last one
	Zone     string
	Media    string
	Minimum  int
	Narrowed []dashboards.Narrow
	Further  map[string]string
	At       string // instant of the call that is looked at; "" for none
	Sort     string // column of a panel's table: panel.column, with - in front for the other way
	All      string // panel whose rows are all shown
	wrong    []string
}

// stateOf reads a URL. What cannot be read is left out, and told.
func stateOf(page string, q url.Values) state {
	s := state{page: page, Further: map[string]string{}}
	q, s.wrong = readable(q)
	s.Range, s.From, s.Until = q.Get("range"), q.Get("from"), q.Get("until")
	s.Zone, s.Media = q.Get("zone"), q.Get("media")
	s.At, s.Sort, s.All = q.Get("at"), q.Get("sort"), q.Get("all")
	for _, d := range dashboards.Dimensions() {
		value := strings.TrimSpace(q.Get(d.Name))
		if value == "" {
			continue
		}
		if value == unknownValue {
			value = ""
		}
		s.Narrowed = append(s.Narrowed, dashboards.Narrow{Dimension: d.Name, Value: value})
	}
	for _, name := range further {
		if value := strings.TrimSpace(q.Get(name)); value != "" {
			s.Further[name] = value
		}
	}
	for _, name := range []string{"session", "segment", "medium", "stream"} {
		if _, err := strconv.ParseUint(s.Further[name], 10, 32); s.Further[name] != "" && err != nil {
			s.wrong = append(s.wrong, fmt.Sprintf("%s %q is no position, such as 0", name, s.Further[name]))
			delete(s.Further, name)
		}
	}
	if at, err := time.Parse(time.RFC3339, s.At); s.At != "" && (err != nil || !told(at)) {
		s.wrong = append(s.wrong, fmt.Sprintf("at %q is no instant, such as 2026-11-01T09:30:00Z", s.At))
		s.At = ""
	}
	s.Minimum = defaultMinimum
	if text := q.Get("minimum"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 1e6 {
			s.wrong = append(
				s.wrong,
				fmt.Sprintf("minimum %q is no number from 1 to 1,000,000; it is %d", text, defaultMinimum),
			)
		} else {
			s.Minimum = n
		}
	}
	if !slices.Contains(mediaTypes, s.Media) {
		if s.Media != "" {
			s.wrong = append(
				s.wrong,
				fmt.Sprintf("media %q is none of %s", s.Media, strings.Join(mediaTypes, ", ")),
			)
		}
		s.Media = defaultMedia
	}
	leap := strings.HasPrefix(s.Zone, "right/") // counts leap seconds, which the engine does not
	if _, err := time.LoadLocation(s.Zone); err != nil || leap || s.Zone == "Local" || s.Zone == "" {
		if s.Zone != "" {
			s.wrong = append(
				s.wrong,
				fmt.Sprintf("zone %q is none; write it like Europe/Zurich. It is UTC", s.Zone),
			)
		}
		s.Zone = "UTC"
	}
	s.checkRange()
	return s
}

// readable are the parameters that a page can be made of: all links have them, so that they are
// short, and a page without one that was meant would answer another question.
func readable(q url.Values) (kept url.Values, wrong []string) {
	names := slices.Concat(parameters, further)
	for _, d := range dashboards.Dimensions() {
		names = append(names, d.Name)
	}
	kept = url.Values{}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		value := q.Get(name)
		switch {
		case len(name) > maxValue:
			wrong = append(wrong, "a parameter with a name too long is left out")
		case !slices.Contains(names, name):
			said := fmt.Sprintf("there is no parameter %s", name)
			if meant := nearest.Of(names, (len(name)+2)/3, func(known string) int {
				return nearest.Distance(strings.ToLower(name), known)
			}); meant != "" {
				said += fmt.Sprintf("; %s was meant, most likely", meant)
			}
			wrong = append(wrong, said)
		case len(value) > maxValue:
			wrong = append(wrong, fmt.Sprintf("%s is too long, and left out", name))
		case !utf8.ValidString(value) || strings.ContainsRune(value, 0):
			wrong = append(wrong, fmt.Sprintf("%s is no text, and left out", name))
		default:
			kept[name] = []string{value}
		}
		if len(q[name]) > 1 {
			wrong = append(wrong, fmt.Sprintf("%s is given more than once; the first one is taken", name))
		}
		if len(wrong) >= maxWrong {
			return kept, append(wrong, "more parameters are wrong")
		}
	}
	return kept, wrong
}

// told says whether the engine can tell an instant and the days around it.
func told(at time.Time) bool { return at.Year() >= 1971 && at.Year() < 2100 }

// checkRange leaves a range that is one.
func (s *state) checkRange() {
	if s.From != "" || s.Until != "" {
		from, err1 := time.Parse(time.DateOnly, s.From)
		until, err2 := time.Parse(time.DateOnly, s.Until)
		switch {
		case err1 != nil || err2 != nil:
			s.wrong = append(s.wrong, "a range wants two dates, such as 2026-11-01 and 2026-11-14")
		case until.Before(from):
			s.wrong = append(s.wrong, "the range ends before it begins")
		case !told(from) || !told(until):
			s.wrong = append(s.wrong, "a range is from 1971 on, and before 2100")
		case until.Sub(from) > maxDays*24*time.Hour:
			s.wrong = append(s.wrong, fmt.Sprintf("a range has %d days at most", maxDays))
		default: // dates go before a range of days
			s.Range = ""
			return
		}
		s.From, s.Until = "", ""
	}
	if !slices.ContainsFunc(ranges, func(r struct {
		Word string
		Days int
	}) bool {
		return r.Word == s.Range
	}) {
		if s.Range != "" {
			s.wrong = append(s.wrong, fmt.Sprintf("range %q is none of 1d, 7d, 28d, 90d", s.Range))
		}
		s.Range = defaultRange
	}
}

// Page is the page's name, for the template.
func (s state) Page() string { return s.page }

// location is the reader's zone.
func (s state) location() *time.Location {
	l, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return l
}

// bounds are the range as instants: whole days of the reader's zone.
func (s state) bounds(now time.Time) (from, to time.Time) {
	zone := s.location()
	if s.Range == "" {
		from, _ = time.ParseInLocation(time.DateOnly, s.From, zone)
		until, _ := time.ParseInLocation(time.DateOnly, s.Until, zone)
		return from, until.AddDate(0, 0, 1)
	}
	day := now.In(zone)
	to = time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)
	for _, r := range ranges {
		if r.Word == s.Range {
			from = to.AddDate(0, 0, -r.Days)
		}
	}
	return from, to
}

// choice is what the questions of the page are asked of.
func (s state) choice(now time.Time) dashboards.Choice {
	c := dashboards.Choice{
		Zone:     s.Zone,
		Media:    s.Media,
		Minimum:  s.Minimum,
		Narrowed: s.Narrowed,
		Further:  maps.Clone(s.Further),
	}
	c.From, c.To = s.bounds(now)
	if at, err := time.Parse(time.RFC3339, s.At); err == nil {
		c.From, c.To = at.Add(-48*time.Hour), at.Add(48*time.Hour)
	} else if s.Further["record"] != "" {
		c.From, c.To = time.Unix(0, 0), now.Add(48*time.Hour) // whenever it was
	}
	c.Further["text"] = dashboards.Find(s.Further["text"]).Text
	return c
}

// values are the state as a URL has it, without what is as it is anyhow.
func (s state) values() url.Values {
	q := url.Values{}
	set := func(name, value, usual string) {
		if value != usual {
			q.Set(name, value)
		}
	}
	set("range", s.Range, defaultRange)
	if s.Range == "" {
		q.Del("range")
	}
	set("from", s.From, "")
	set("until", s.Until, "")
	set("zone", s.Zone, "UTC")
	set("media", s.Media, defaultMedia)
	set("minimum", strconv.Itoa(s.Minimum), strconv.Itoa(defaultMinimum))
	set("at", s.At, "")
	set("sort", s.Sort, "")
	set("all", s.All, "")
	for _, n := range s.Narrowed {
		value := n.Value
		if value == "" {
			value = unknownValue
		}
		q.Set(n.Dimension, value)
	}
	for name, value := range s.Further {
		q.Set(name, value)
	}
	return q
}

// on is the state on another page: what is of this page alone stays behind.
func (s state) on(page string) state {
	s.page, s.At, s.Sort, s.All, s.Further = page, "", "", "", map[string]string{}
	return s
}

// narrowed is the state with one more dimension.
func (s state) narrowed(dimension, value string) state {
	kept := slices.DeleteFunc(
		slices.Clone(s.Narrowed),
		func(n dashboards.Narrow) bool { return n.Dimension == dimension },
	)
	s.Narrowed = append(kept, dashboards.Narrow{Dimension: dimension, Value: value})
	return s
}

// without is the state with one dimension less.
func (s state) without(dimension string) state {
	s.Narrowed = slices.DeleteFunc(
		slices.Clone(s.Narrowed),
		func(n dashboards.Narrow) bool { return n.Dimension == dimension },
	)
	return s
}

// URL is where the page is with this state.
func (s state) URL() string {
	path := Path + s.page
	if s.page == first {
		path = Path
	}
	if q := s.values(); len(q) > 0 {
		return path + "?" + q.Encode()
	}
	return path
}

// days are those of the range.
func (s state) days(now time.Time) (days []time.Time) {
	from, to := s.bounds(now)
	for day := from; day.Before(to) && len(days) <= maxDays; day = day.AddDate(0, 0, 1) {
		days = append(days, day)
	}
	return days
}

// Words are the range in words.
func (s state) Words() string {
	if s.Range == "" {
		return s.From + " to " + s.Until
	}
	days := strings.TrimSuffix(s.Range, "d")
	if days == "1" {
		return "today"
	}
	return "last " + days + " days"
}
