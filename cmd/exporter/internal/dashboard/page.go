package dashboard

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"callrecords/analysis/dashboards"
	"callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/nearest"
)

// atOnce is how many questions of one page are asked at once.
const atOnce = 3

// asking is a question under way.
type asking struct {
	done   chan struct{}
	query  dashboards.Question
	answer answer
	err    error
}

// wait is the answer, once it is there.
func (a *asking) wait() (answer, error) {
	<-a.done
	return a.answer, a.err
}

// begin asks the questions of a page in their order, some at once, each once.
func (h *handler) begin(
	ctx context.Context,
	panels []dashboards.Panel,
	c dashboards.Choice,
) map[string]*asking {
	all := map[string]*asking{}
	turns := semaphore.NewWeighted(atOnce)
	var order []*asking
	for _, p := range panels {
		if all[p.Name] != nil {
			continue
		}
		a := &asking{done: make(chan struct{})}
		all[p.Name], order = a, append(order, a)
		if a.query, a.err = p.Ask(c, h.Store); a.err != nil {
			close(a.done)
		}
	}
	go func() {
		for _, a := range order {
			if a.err != nil {
				continue
			}
			if err := turns.Acquire(ctx, 1); err != nil {
				a.err = err
				close(a.done)
				continue
			}
			go func() {
				defer turns.Release(1)
				defer close(a.done)
				ctx, cancel := context.WithTimeout(ctx, h.MaxTime)
				defer cancel()
				a.answer, a.err = h.door.ask(ctx, a.query, nil)
				if errors.Is(a.err, context.DeadlineExceeded) {
					a.err = fmt.Errorf(
						"it took longer than %s; choose a shorter range, or take a site or a platform",
						console.Duration(h.MaxTime),
					)
				}
			}()
		}
	}()
	return all
}

// page sends a page: its frame at once, and each panel as soon as it and those before it
// are there.
func (h *handler) page(w http.ResponseWriter, r *http.Request, page dashboards.Page) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	s := stateOf(page.Name, r.URL.Query())
	now := h.Now()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	missing := slices.ContainsFunc(page.Wants, func(name string) bool {
		_, narrowed := dashboards.Choice{Narrowed: s.Narrowed}.Value(name)
		return !narrowed && s.Further[name] == ""
	})
	if missing {
		w.WriteHeader(http.StatusBadRequest)
		h.write(ctx, w, "top", h.frame(s, page.Title, nil))
		h.write(ctx, w, "lacking", page)
		h.write(ctx, w, "bottom", nil)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	h.extend(w)
	flush := func() { _ = http.NewResponseController(w).Flush() } // a recorder keeps it
	asked := slices.Concat([]dashboards.Panel{dashboards.Stamp(), dashboards.Values()}, page.Panels)
	askings := h.begin(ctx, asked, s.choice(now))
	defer func() { // whoever went away: nothing is asked of a warehouse that may be closed now
		cancel()
		for _, a := range askings {
			<-a.done
		}
	}()
	h.write(ctx, w, "top", h.frame(s, title(page, s), &page))
	flush()
	a, err := askings["stamp"].wait()
	stamped := newStamp(s, a, err)
	h.write(ctx, w, "stamp", stamped)
	flush()
	if meant := h.meant(s, askings["values"]); len(meant) > 0 {
		h.write(ctx, w, "meant", meant)
	}
	if page.Name == "stream" {
		to := s.on("call")
		to.Further, to.At = map[string]string{"record": s.Further["record"]}, s.At
		h.write(ctx, w, "back", to.URL())
	}
	if page.Name == "call" {
		h.write(ctx, w, "call", newCall(s, askings))
		flush()
	}
	h.write(ctx, w, "panels", nil)
	for _, p := range page.Panels {
		if p.Chart == dashboards.Hidden {
			continue
		}
		h.extend(w)
		_, _ = askings[p.Name].wait()
		h.write(ctx, w, "panel", h.panel(s, p, askings[p.Name], stamped, now))
		flush()
		if ctx.Err() != nil {
			return
		}
	}
	a, _ = askings["values"].wait() // a field without offers takes any value
	h.write(ctx, w, "offers", offers(a))
	h.write(ctx, w, "bottom", nil)
}

// slip is a filter whose value nobody has, and the one that was most likely meant.
type slip struct {
	Words, Meant, Href string
}

// meant holds the filters against the values that there are, where those are known.
func (h *handler) meant(s state, values *asking) (slips []slip) {
	held := slices.ContainsFunc(s.Narrowed, func(n dashboards.Narrow) bool {
		return slices.Contains([]string{"building", "region", "platform", "tenant_id"}, n.Dimension)
	})
	if !held {
		return nil // and nothing is waited for
	}
	a, err := values.wait()
	if err != nil {
		return nil
	}
	there := offers(a)
	for _, n := range s.Narrowed {
		known := there[n.Dimension]
		if len(known) == 0 || n.Value == "" || slices.Contains(known, n.Value) {
			continue
		}
		v := slip{Words: labelOf(n.Dimension) + " " + n.Value}
		v.Meant = nearest.Of(known, (len(n.Value)+2)/3, func(name string) int {
			return nearest.Distance(strings.ToLower(n.Value), strings.ToLower(name))
		})
		if v.Meant != "" {
			v.Href = s.narrowed(n.Dimension, v.Meant).URL()
		}
		slips = append(slips, v)
	}
	return slips
}

// title is what a page is called: of a site, by its name.
func title(page dashboards.Page, s state) string {
	if building, ok := (dashboards.Choice{Narrowed: s.Narrowed}).Value("building"); ok &&
		page.Name == "site" {
		if building == "" {
			return "Places that are no known site"
		}
		return building
	}
	return page.Title
}

// offers are the values that the fields of the form offer.
func offers(a answer) map[string][]string {
	all := map[string][]string{}
	for _, r := range a.rows() {
		name := text(r["dimension"])
		all[name] = append(all[name], text(r["value"]))
	}
	for _, values := range all {
		slices.Sort(values)
	}
	return all
}

// panelView is a panel as the template shows it.
type panelView struct {
	dashboards.Panel
	Tiles    []tile
	Picture  template.HTML
	Table    *table
	Legs     *legs
	Sheet    *sheetView
	Paste    string
	Question dashboards.Question
	Here     string // the panel by itself
	CSV      string
	Edit     string // its SQL, to be changed
	Trouble  string
	Nothing  bool
	Ways     []Link // out of nothing
	Folded   bool   // the table is behind the picture
	Newest   string
}

// panel makes the view of an answer.
func (h *handler) panel(s state, p dashboards.Panel, a *asking, stamped stamp, now time.Time) panelView {
	v := panelView{Panel: p, Question: a.query}
	alone := s
	alone.page = "panel/" + p.Name
	v.Here = alone.URL()
	alone.page += ".csv"
	v.CSV, v.Edit = alone.URL(), editURL(a.query)
	if a.err != nil {
		v.Trouble = a.err.Error()
		return v
	}
	rows := a.answer.rows()
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
	if v.Picture, err = picture(s, p, rows, now); err != nil {
		v.Trouble = err.Error()
		return v
	}
	switch p.Chart {
	case dashboards.Tiles:
		v.Tiles = newTiles(s, rows)
		return v
	case dashboards.Legs:
		l := newLegs(s, rows)
		v.Legs = &l
		return v
	case dashboards.Sheet:
		v.Sheet = newSheet(s, rows, a.answer.Names)
		return v
	case dashboards.Paste:
		v.Paste = pasted(rows)
	case dashboards.Trend, dashboards.Heat:
		if len(p.Columns) == 0 {
			p.Columns = derived(a.answer.Names)
		}
	}
	v.Folded = v.Picture != ""
	t := newTable(s, p, rows)
	v.Table = &t
	return v
}

// nothingIn says whether all figures of a panel of figures are of nothing.
func nothingIn(p dashboards.Panel, rows []row) bool {
	if p.Chart != dashboards.Tiles {
		return false
	}
	return !slices.ContainsFunc(rows, func(r row) bool { return number(r["n"]) > 0 })
}

// ways lead out of an empty panel.
func ways(s state, stamped stamp) (all []Link) {
	if len(s.Narrowed) > 0 && s.page != "site" {
		to := s
		to.Narrowed = nil
		all = append(all, Link{"take all filters off", to.URL()})
	}
	if !stamped.Newest.IsZero() {
		day := stamped.Newest.In(s.location())
		to := s
		to.Range, to.From, to.Until = "", day.AddDate(0, 0, -6).
			Format(time.DateOnly),
			day.Format(
				time.DateOnly,
			)
		all = append(
			all,
			Link{
				"the newest call is of " + day.Format("2 January 2006") + ": show the week to it",
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
func isNoPlace(r row) bool {
	address, err := netip.ParseAddr(text(r["subnet"]))
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
func pasted(rows []row) string {
	var all []string
	for _, r := range rows {
		if l := text(r["line"]); l != "" {
			all = append(all, l)
		}
	}
	return strings.Join(all, "\n")
}

// sheetView is a row as lines: what is there, and not what is empty.
type sheetView struct{ Lines []sheetLine }

type sheetLine struct {
	Name   string
	Values []string
}

// newSheet sets rows beside each other.
func newSheet(s state, rows []row, columns []string) *sheetView {
	v := &sheetView{}
	for _, name := range columns {
		l := sheetLine{Name: strings.ReplaceAll(name, "_", " ")}
		some := false
		for _, r := range rows {
			words := shown(text(r[name]))
			if at, ok := instantOf(r[name]); ok {
				words = at.In(s.location()).Format("2 Jan 2006, 15:04:05")
			} else if _, known := measures[name]; known {
				words = measured(name, number(r[name]))
			} else if f := number(r[name]); !math.IsNaN(f) && f != math.Trunc(f) {
				words = figure(f, 3, "")
			}
			some = some || words != "" && words != "–"
			l.Values = append(l.Values, words)
		}
		if some {
			v.Lines = append(v.Lines, l)
		}
	}
	return v
}

// callView is the head of the page of a call.
type callView struct {
	Title, When string
	Facts       []string
	Verdict     cell
	Said        []string
	Trouble     string
	Gone        bool
	Record      string
	Join        string
}

// newCall says in words what a call was.
func newCall(s state, askings map[string]*asking) callView {
	v := callView{Record: s.Further["record"]}
	a, err := askings["call"].wait()
	if err != nil {
		v.Trouble = err.Error()
		return v
	}
	if len(a.Rows) == 0 {
		v.Gone = true
		return v
	}
	r := a.rows()[0]
	kind := shown(text(r["scenario"]))
	v.Title = strings.ToUpper(kind[:min(len(kind), 1)]) + kind[min(len(kind), 1):]
	if name := text(r["organizer_display_name"]); name != "" {
		v.Title += " of " + name
	}
	if from, ok := instantOf(r["start_date_time"]); ok {
		v.When = from.In(s.location()).Format("2 January 2006, 15:04")
		if to, ok := instantOf(r["end_date_time"]); ok {
			v.When += "–" + to.In(s.location()).Format("15:04")
		}
		v.When += " " + s.Zone
	}
	v.Facts = append(v.Facts, whole(number(r["people"]))+" people", "version "+whole(number(r["version"])))
	if n := number(r["poor_people"]); n > 0 {
		v.Facts = append(v.Facts, "poor for "+whole(n))
	}
	if n := number(r["dropped_sessions"]); n > 0 {
		v.Facts = append(v.Facts, whole(n)+" dropped")
	}
	if n := number(r["failed_sessions"]); n > 0 {
		v.Facts = append(v.Facts, whole(n)+" did not come in")
	}
	v.Verdict.Text, v.Verdict.Class, v.Verdict.Mark = verdict(text(r["verdict"]))
	streams, err1 := askings["call_streams"].wait()
	people, err2 := askings["call_people"].wait()
	if err1 != nil || err2 != nil {
		v.Said = []string{"Why cannot be said now; see below."}
		return v
	}
	v.Said = sentence(text(r["verdict"]), streams.rows(), people.rows())
	return v
}
