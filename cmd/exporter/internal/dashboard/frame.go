package dashboard

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// frame is what is there before the first answer.
type frame struct {
	Style    template.CSS
	Title    string
	Lead     string
	Nav      []navigation
	Further  []Link
	Ranges   []navigation
	Media    []navigation
	Chips    []chip
	Fields   []field
	Keep     []field // of the form, hidden
	Wrong    []string
	Sentence string
	Action   string
	Filters  bool // the page has filters
	State    chosen.State
	Text     string // that is looked for
	TookAs   string
}

// navigation is a link that may be where one is.
type navigation struct {
	Label, Href string
	Current     bool
}

// chip is a filter in words, and the page without it.
type chip struct{ Words, Without string }

// field is one of the form.
type field struct{ Name, Label, Value, List, Hint string }

// sheet is the style sheet, which is our own and not escaped.
var sheet = template.CSS(style)

// frame makes the frame of a page.
func (h *handler) frame(s chosen.State, title string, page *dashboards.Page) frame {
	f := frame{
		Style:   sheet,
		Title:   title,
		Further: h.Options.Further,
		Wrong:   s.Wrong,
		State:   s,
		Action:  chosen.Path + s.On,
	}
	for _, p := range dashboards.Pages() {
		if p.Listed {
			f.Nav = append(f.Nav, navigation{p.Title, s.Go(p.Name).URL(), p.Name == s.On})
		}
	}
	f.Nav = append(f.Nav, navigation{"SQL", chosen.Path + "sql", s.On == "sql"})
	if page == nil {
		return f
	}
	f.Lead, f.Filters = page.Lead, !s.One()
	for _, r := range chosen.Ranges {
		to := s
		to.Range, to.From, to.Until = r.Word, "", ""
		label := strconv.Itoa(r.Days) + " days"
		if r.Days == 1 {
			label = "today"
		}
		f.Ranges = append(f.Ranges, navigation{label, to.URL(), r.Word == s.Range})
	}
	words := []string{s.Words()}
	if h.asksMedia(page, s) {
		words = append(words, s.Media)
		for _, m := range chosen.MediaTypes {
			to := s
			to.Media = m
			f.Media = append(f.Media, navigation{m, to.URL(), m == s.Media})
		}
	}
	for _, n := range s.Narrowed {
		value := answer.Shown(answer.Plainly(n.Value))
		if value == "" {
			value = "not known"
		}
		if n.Dimension == "reason" {
			value = answer.LabelOf(n.Value)
		}
		without := s.Without(n.Dimension)
		if slices.Contains(page.Wants, n.Dimension) { // the page is of nothing without it
			without = without.Go("sites")
		}
		c := chip{answer.LabelOf(n.Dimension) + " " + value, without.URL()}
		f.Chips, words = append(f.Chips, c), append(words, c.Words)
	}
	for _, phone := range dashboards.PhoneFilters() {
		value := answer.Shown(answer.Plainly(s.Further[phone.Name]))
		if value == "" {
			continue
		}
		if value == chosen.UnknownValue {
			value = "not known"
		}
		c := chip{phone.Label + " " + value, s.WithoutFurther(phone.Name).URL()}
		f.Chips, words = append(f.Chips, c), append(words, c.Words)
	}
	if !f.Filters { // one call is when it was
		words = nil
	}
	f.Sentence = strings.Join(append(words, "times in "+s.Zone), ", ")
	f.fields()
	if s.On == "find" {
		f.Text = s.Further["text"]
		f.TookAs = dashboards.Find(f.Text).As
	}
	return f
}

// asksMedia says whether a panel of a page depends on the medium that is chosen.
func (h *handler) asksMedia(page *dashboards.Page, s chosen.State) bool {
	return slices.ContainsFunc(page.Panels, func(p dashboards.Panel) bool {
		q, err := p.Ask(s.Choice(h.Now()), h.Store)
		_, asks := q.Parameters["media"]
		return err == nil && asks
	})
}

// fields are those of the form: what is offered to all, and what else is in force.
func (f *frame) fields() {
	s := f.State
	offered := []field{
		{Name: "building", Label: "Site", List: "building"},
		{Name: "region", Label: "Region", List: "region"},
		{Name: "inside", Label: "Inside", List: "inside", Hint: "yes or no"},
		{Name: "scenario", Label: "Kind of call", List: "scenario"},
		{Name: "platform", Label: "Platform", List: "platform"},
		{Name: "tenant_id", Label: "Tenant", List: "tenant_id"},
	}
	have := map[string]bool{}
	for _, o := range offered {
		value, ok := dashboards.Choice{Narrowed: s.Narrowed}.Value(o.Name)
		if o.Value = value; ok && value == "" {
			o.Value = chosen.UnknownValue
		}
		f.Fields, have[o.Name] = append(f.Fields, o), true
	}
	f.Fields = append(f.Fields,
		field{Name: "from", Label: "From", Value: s.From, Hint: "2026-11-01"},
		field{Name: "until", Label: "Until", Value: s.Until, Hint: "2026-11-14"},
		field{Name: "zone", Label: "Time zone", Value: s.Zone, List: "zone"},
		field{Name: "minimum", Label: "Least n", Value: strconv.Itoa(s.Minimum)},
	)
	for name, values := range s.Values() {
		shownToo := have[name] || name == "from" || name == "until" || name == "zone" || name == "minimum"
		if !shownToo && name != "text" {
			f.Keep = append(f.Keep, field{Name: name, Value: values[0]})
		}
	}
}

// Offers are the values that the fields offer and that need no question.
func (f frame) Offers() map[string][]string {
	all := map[string][]string{}
	for _, o := range f.Fields {
		if d, _ := dashboards.DimensionOf(o.List); d.Values != nil {
			all[o.List] = d.Values
		}
	}
	all["zone"] = []string{
		"UTC",
		"Europe/Zurich",
		"Europe/Berlin",
		"Europe/Lisbon",
		"Europe/London",
		"Europe/Warsaw",
		"America/New_York",
		"America/Chicago",
		"America/Los_Angeles",
		"America/Sao_Paulo",
		"Asia/Kolkata",
		"Asia/Singapore",
		"Asia/Tokyo",
		"Australia/Sydney",
	}
	return all
}

// stamp says how complete and how old the data is.
type stamp struct {
	Words   []string
	Href    string
	Bad     bool
	Trouble string
	Newest  time.Time
}

// newStamp sets it.
func newStamp(s chosen.State, a answer.Answer, err error) stamp {
	out := stamp{Href: s.Go("trust").URL()}
	if err != nil || len(a.Rows) != 1 {
		out.Trouble = "How complete the data is cannot be said now"
		return out
	}
	r := a.ByColumn()[0]
	zone := s.Location()
	if at, ok := answer.InstantOf(r["complete_to"]); ok {
		out.Words = append(out.Words, "complete to "+at.In(zone).Format("2 Jan 15:04"))
	} else {
		out.Words = append(out.Words, "no complete run yet")
	}
	if due := answer.Number(r["due"]); due > 0 {
		out.Words, out.Bad = append(out.Words, answer.Whole(due)+" due"), true
	} else {
		out.Words = append(out.Words, "0 due")
	}
	if share := answer.Number(r["classified_share"]); share >= 0 {
		out.Words = append(out.Words, strconv.FormatFloat(100*share, 'f', 0, 64)+" % classified")
	}
	out.Newest, _ = answer.InstantOf(r["newest"])
	return out
}
