package dashboard

import (
	"html/template"
	"net/netip"
	"slices"
	"strings"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/cmd/exporter/internal/dashboard/show"
)

// panelView is a panel as the template shows it.
type panelView struct {
	dashboards.Panel
	Tiles     []show.Tile
	Picture   template.HTML
	Table     *show.Table
	Legs      *show.Legs
	Sheet     *show.SheetView
	Paste     string
	Changes   *show.Changes
	Documents []show.Document
	Question  dashboards.Question
	Here      string // the panel by itself
	CSV       string
	Edit      string // its SQL, to be changed
	Elsewhere string // where it is taken to other tools
	Trouble   string
	Nothing   bool
	Ways      []Link   // out of nothing
	Folded    bool     // the table is behind the picture
	Beyond    []string // filters that do not hold here, in words
}

// panel makes the view of an answer.
func (h *handler) panel(s chosen.State, p dashboards.Panel, a *asking, stamped stamp, now time.Time) panelView {
	v := panelView{Panel: p, Question: a.query}
	alone := s
	alone.On = "panel/" + p.Name
	v.Here = alone.URL()
	alone.On += ".csv"
	v.CSV, v.Edit = alone.URL(), editURL(a.query)
	alone.On = "elsewhere/" + p.Name
	v.Elsewhere = alone.URL()
	v.Beyond = beyond(s, a.query)
	if a.err != nil {
		v.Trouble = a.err.Error()
		return v
	}
	rows := a.answer.ByColumn()
	if p.Chart == dashboards.Paste {
		rows = slices.DeleteFunc(rows, isNoPlace)
	}
	if len(rows) == 0 || nothingIn(p, rows) {
		if v.Nothing = true; p.Elsewhere {
			v.Ways = ways(s, stamped)
		}
		return v
	}
	var err error
	switch p.Chart {
	case dashboards.Documents:
		v.Documents = show.NewDocuments(rows)
		return v
	case dashboards.Changes:
		if v.Changes, err = show.NewChanges(rows, s.Further["load"]); err != nil {
			v.Trouble = err.Error()
		}
		v.Nothing = v.Changes == nil && err == nil
		return v
	}
	if v.Picture, err = show.Picture(s, p, rows, now); err != nil {
		v.Trouble = err.Error()
		return v
	}
	switch p.Chart {
	case dashboards.Tiles:
		v.Tiles = show.NewTiles(s, rows)
		return v
	case dashboards.Legs:
		l := show.NewLegs(s, p.Name, rows)
		v.Legs = &l
		return v
	case dashboards.Sheet:
		v.Sheet = show.NewSheet(s, p, rows, a.answer.Names)
		return v
	case dashboards.Paste:
		v.Paste = pasted(rows)
	case dashboards.Trend, dashboards.Heat:
		if len(p.Columns) == 0 {
			p.Columns = derived(a.answer.Names)
		}
	}
	v.Folded = v.Picture != ""
	t := show.NewTable(s, p, rows)
	v.Table = &t
	return v
}

// beyond are the filters that a question does not know: its rows do not have them. A page of one
// thing has no filters.
func beyond(s chosen.State, q dashboards.Question) (words []string) {
	if s.One() {
		return nil
	}
	for _, n := range s.Narrowed {
		if _, asks := q.Parameters[n.Dimension]; !asks {
			words = append(words, answer.LabelOf(n.Dimension))
		}
	}
	for _, f := range dashboards.PhoneFilters() {
		if _, asks := q.Parameters[f.Name]; !asks && s.Further[f.Name] != "" {
			words = append(words, f.Label)
		}
	}
	return words
}

// nothingIn says whether all figures of a panel of figures are of nothing.
func nothingIn(p dashboards.Panel, rows []answer.Row) bool {
	if p.Chart != dashboards.Tiles {
		return false
	}
	return !slices.ContainsFunc(rows, func(r answer.Row) bool { return answer.Number(r["n"]) > 0 })
}

// ways lead out of an empty panel.
func ways(s chosen.State, stamped stamp) (all []Link) {
	if len(s.Narrowed) > 0 && s.On != "site" {
		to := s
		to.Narrowed = nil
		all = append(all, Link{"Take all filters off", to.URL()})
	}
	if !stamped.Newest.IsZero() {
		day := stamped.Newest.In(s.Location())
		to := s
		to.Range, to.From, to.Until = "", day.AddDate(0, 0, -6).
			Format(time.DateOnly),
			day.Format(
				time.DateOnly,
			)
		all = append(
			all,
			Link{
				"The newest call is of " + day.Format("2 January 2006") + ": show the week to it",
				to.URL(),
			},
		)
	}
	return all
}

// derived are the columns of the table behind a picture that has none of its own.
func derived(names []string) (columns []dashboards.Column) {
	units := map[string]dashboards.Unit{
		"day": dashboards.Day, "n": dashboards.Count, "poor": dashboards.Count, "unclassified": dashboards.Count,
		"rate": dashboards.Rate, "before_rate": dashboards.Percent, "target": dashboards.Percent,
		"classified_share": dashboards.Percent, "weekday": dashboards.Count, "hour": dashboards.Count,
	}
	labels := map[string]string{
		"rate":             "poor",
		"poor":             "poor, count",
		"before_rate":      "before",
		"classified_share": "classified",
		"weekday":          "weekday (1 Monday)",
	}
	for _, name := range []string{"day", "weekday", "hour", "rate", "n", "poor", "unclassified", "before_rate", "target", "classified_share"} {
		if slices.Contains(names, name) {
			label := labels[name]
			if label == "" {
				label = name
			}
			columns = append(columns, dashboards.Column{Name: name, Label: label, Unit: units[name]})
		}
	}
	return columns
}

// isNoPlace says whether the subnet of a row is that of many homes or hotspots.
func isNoPlace(r answer.Row) bool {
	address, err := netip.ParseAddr(answer.Text(r["subnet"]))
	if err != nil {
		return false
	}
	length := 64
	if address.Is4() {
		length = 24
	}
	return reference.InManyPlaces(netip.PrefixFrom(address, length))
}

// pasted are the texts to copy: those that there are.
func pasted(rows []answer.Row) string {
	var all []string
	for _, r := range rows {
		if l := answer.Text(r["line"]); l != "" {
			all = append(all, l)
		}
	}
	return strings.Join(all, "\n")
}
