package chosen

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

// Path is where the pages are; all others are below it.
const Path = "/dashboard/"

// First is the page at Path itself.
const First = "health"

const (
	defaultRange   = "28d"
	defaultMedia   = "audio"
	defaultMinimum = 20
	MaxDays        = 400 // of a range: as many points has a line
	maxValue       = 512 // bytes of a value in a URL
	maxWrong       = 10  // mistakes that are told
	UnknownValue   = dashboards.NotKnown
)

// Ranges are those that a click chooses, in days.
var Ranges = []struct {
	Word string
	Days int
}{{"1d", 1}, {"7d", 7}, {"28d", 28}, {"90d", 90}}

// MediaTypes are those that are judged.
var MediaTypes = []string{"audio", "video", "sharing"}

// further are the parameters of single pages.
var further = func() []string {
	names := []string{"text", "record", "run", "load", "session", "segment", "medium", "stream", "telephone", "rules"}
	for _, f := range dashboards.PhoneFilters() {
		names = append(names, f.Name)
	}
	return names
}()

// parameters are those of all pages, beside the dimensions.
var parameters = []string{"range", "from", "until", "zone", "media", "minimum", "at", "sort", "all"}

// State is the whole state of a page: what its URL says.
type State struct {
	On       string
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
	Wrong    []string
}

// StateOf reads a URL. What cannot be read is left out, and told.
func StateOf(page string, q url.Values) State {
	s := State{On: page, Further: map[string]string{}}
	q, s.Wrong = readable(q)
	s.Range, s.From, s.Until = q.Get("range"), q.Get("from"), q.Get("until")
	s.Zone, s.Media = q.Get("zone"), q.Get("media")
	s.At, s.Sort, s.All = q.Get("at"), q.Get("sort"), q.Get("all")
	for _, d := range dashboards.Dimensions() {
		value := strings.TrimSpace(q.Get(d.Name))
		if value == "" {
			continue
		}
		if value == UnknownValue {
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
			s.Wrong = append(s.Wrong, fmt.Sprintf("%s %q is no position, such as 0", name, s.Further[name]))
			delete(s.Further, name)
		}
	}
	if _, err := strconv.ParseUint(s.Further["load"], 10, 64); s.Further["load"] != "" && err != nil {
		s.Wrong = append(s.Wrong, fmt.Sprintf("load %q is no id of a load, which is a number", s.Further["load"]))
		delete(s.Further, "load")
	}
	if rules := s.Further["rules"]; rules != "" && !slices.Contains(dashboards.RuleSets(), rules) {
		s.Wrong = append(s.Wrong, fmt.Sprintf("rules %q are none of %s", rules, strings.Join(dashboards.RuleSets(), ", ")))
		delete(s.Further, "rules")
	}
	if at, err := time.Parse(time.RFC3339, s.At); s.At != "" && (err != nil || !told(at)) {
		s.Wrong = append(s.Wrong, fmt.Sprintf("at %q is no instant, such as 2026-11-01T09:30:00Z", s.At))
		s.At = ""
	}
	if of, _, _ := strings.Cut(strings.TrimPrefix(s.Sort, "-"), "."); s.Sort != "" && !isPanel(of) {
		s.Wrong = append(s.Wrong, fmt.Sprintf("sort %q names no panel; click the head of a column", s.Sort))
		s.Sort = ""
	}
	if s.All != "" && !isPanel(s.All) {
		s.Wrong = append(s.Wrong, fmt.Sprintf("all %q names no panel; click “all” below a table", s.All))
		s.All = ""
	}
	s.Minimum = defaultMinimum
	if text := q.Get("minimum"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 1e6 {
			s.Wrong = append(
				s.Wrong,
				fmt.Sprintf("minimum %q is no number from 1 to 1,000,000; it is %d", text, defaultMinimum),
			)
		} else {
			s.Minimum = n
		}
	}
	if !slices.Contains(MediaTypes, s.Media) {
		if s.Media != "" {
			s.Wrong = append(
				s.Wrong,
				fmt.Sprintf("media %q is none of %s", s.Media, strings.Join(MediaTypes, ", ")),
			)
		}
		s.Media = defaultMedia
	}
	leap := strings.HasPrefix(s.Zone, "right/") // counts leap seconds, which the engine does not
	if _, err := time.LoadLocation(s.Zone); err != nil || leap || s.Zone == "Local" || s.Zone == "" {
		if s.Zone != "" {
			s.Wrong = append(
				s.Wrong,
				fmt.Sprintf("zone %q is none; write it like Europe/Zurich. It is UTC", s.Zone),
			)
		}
		s.Zone = "UTC"
	}
	s.checkRange()
	return s
}

// isPanel says whether there is a panel of a name.
func isPanel(name string) bool {
	_, ok := dashboards.PanelOf(name)
	return ok
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
func (s *State) checkRange() {
	if s.From != "" || s.Until != "" {
		from, err1 := time.Parse(time.DateOnly, s.From)
		until, err2 := time.Parse(time.DateOnly, s.Until)
		switch {
		case err1 != nil || err2 != nil:
			s.Wrong = append(s.Wrong, "a range wants two dates, such as 2026-11-01 and 2026-11-14")
		case until.Before(from):
			s.Wrong = append(s.Wrong, "the range ends before it begins")
		case !told(from) || !told(until):
			s.Wrong = append(s.Wrong, "a range is from 1971 on, and before 2100")
		case until.Sub(from) > MaxDays*24*time.Hour:
			s.Wrong = append(s.Wrong, fmt.Sprintf("a range has %d days at most", MaxDays))
		default: // dates go before a range of days
			s.Range = ""
			return
		}
		s.From, s.Until = "", ""
	}
	if !slices.ContainsFunc(Ranges, func(r struct {
		Word string
		Days int
	}) bool {
		return r.Word == s.Range
	}) {
		if s.Range != "" {
			s.Wrong = append(s.Wrong, fmt.Sprintf("range %q is none of 1d, 7d, 28d, 90d", s.Range))
		}
		s.Range = defaultRange
	}
}

// Page is the page's name, for the template.
func (s State) Page() string { return s.On }

// One says whether the page is of one thing, such as a call, which is when it was: no range
// and no filters hold for it.
func (s State) One() bool {
	return s.At != "" || s.Further["record"] != "" || s.Further["run"] != "" || s.Further["telephone"] != ""
}

// Location is the reader's zone.
func (s State) Location() *time.Location {
	l, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return l
}

// bounds are the range as instants: whole days of the reader's zone.
func (s State) bounds(now time.Time) (from, to time.Time) {
	zone := s.Location()
	if s.Range == "" {
		from, _ = time.ParseInLocation(time.DateOnly, s.From, zone)
		until, _ := time.ParseInLocation(time.DateOnly, s.Until, zone)
		return from, until.AddDate(0, 0, 1)
	}
	day := now.In(zone)
	to = time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)
	for _, r := range Ranges {
		if r.Word == s.Range {
			from = to.AddDate(0, 0, -r.Days)
		}
	}
	return from, to
}

// Choice is what the questions of the page are asked of.
func (s State) Choice(now time.Time) dashboards.Choice {
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
	} else if s.One() {
		c.From, c.To = time.Unix(0, 0), now.Add(48*time.Hour) // whenever it was
	}
	c.Further["text"] = dashboards.Find(s.Further["text"]).Text
	return c
}

// Values are the state as a URL has it, without what is as it is anyhow.
func (s State) Values() url.Values {
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
			value = UnknownValue
		}
		q.Set(n.Dimension, value)
	}
	for name, value := range s.Further {
		q.Set(name, value)
	}
	return q
}

// Go is the state on another page: what is of this page alone stays behind.
func (s State) Go(page string) State {
	s.On, s.At, s.Sort, s.All, s.Further = page, "", "", "", map[string]string{}
	return s
}

// Narrow is the state with one more dimension.
func (s State) Narrow(dimension, value string) State {
	kept := slices.DeleteFunc(
		slices.Clone(s.Narrowed),
		func(n dashboards.Narrow) bool { return n.Dimension == dimension },
	)
	s.Narrowed = append(kept, dashboards.Narrow{Dimension: dimension, Value: value})
	return s
}

// Without is the state with one dimension less.
func (s State) Without(dimension string) State {
	s.Narrowed = slices.DeleteFunc(
		slices.Clone(s.Narrowed),
		func(n dashboards.Narrow) bool { return n.Dimension == dimension },
	)
	return s
}

// WithoutFurther is the state with one parameter of its page less.
func (s State) WithoutFurther(name string) State {
	s.Further = maps.Clone(s.Further)
	delete(s.Further, name)
	return s
}

// URL is where the page is with this state.
func (s State) URL() string {
	path := Path + s.On
	if s.On == First {
		path = Path
	}
	if q := s.Values(); len(q) > 0 {
		return path + "?" + q.Encode()
	}
	return path
}

// Days are those of the range.
func (s State) Days(now time.Time) (days []time.Time) {
	from, to := s.bounds(now)
	for day := from; day.Before(to) && len(days) <= MaxDays; day = day.AddDate(0, 0, 1) {
		days = append(days, day)
	}
	return days
}

// Words are the range in words.
func (s State) Words() string {
	if s.Range == "" {
		return s.From + " to " + s.Until
	}
	days := strings.TrimSuffix(s.Range, "d")
	if days == "1" {
		return "today"
	}
	return "last " + days + " days"
}
