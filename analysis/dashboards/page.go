package dashboards

import "slices"

// Page is some questions that belong together.
type Page struct {
	Name   string // in URLs; of the first page "health"
	Title  string
	Lead   string // what the page is for, in one sentence; "" for none
	Panels []Panel
	Listed bool     // every page leads to it
	Wants  []string // parameters without which it shows nothing: those of [Choice].Further or dimensions
}

// Panel is one question and how its answer is shown.
type Panel struct {
	Name    string // of its file, panels/NAME.sql, and in URLs
	Title   string // a question
	Chart   Chart
	Wide    bool // as wide as the page
	Columns []Column
	Rows    []string // dimensions among the columns: what a row is made of can be looked at
	Note    string   // what a reader has to know; "" for none
	Empty   string   // what no rows mean, and what to do

	Elsewhere bool // no rows mean that there is nothing here: another range or other filters may have some
}

// Chart is how an answer is shown.
type Chart string

// The charts.
const (
	Tiles     Chart = "tiles"  // a figure per row: measure, n, hit, rate, its interval, before_rate, target
	Trend     Chart = "trend"  // a line per day with its interval, the range before and the target
	Lines     Chart = "lines"  // a line per day and column of rates
	League    Chart = "league" // a table of rates, with a bar of the excess over the target
	Table     Chart = "table"
	Bars      Chart = "bars"      // a bar per row of the first column of counts
	Heat      Chart = "heat"      // weekday × hour
	Sheet     Chart = "sheet"     // a line per column: for one row
	Legs      Chart = "legs"      // who was there when
	Paste     Chart = "paste"     // a table, and its column line as text to copy
	Documents Chart = "documents" // pages as Graph sent them: page_index, kind, url, bytes, body
	Changes   Chart = "changes"   // what differs between the pages of two loads: version, load_id, kind, body
	Hidden    Chart = "hidden"    // asked for by the page itself
)

// Unit is what a value is.
type Unit string

// The units.
const (
	Text     Unit = ""
	Count    Unit = "count"
	Percent  Unit = "percent" // a share, 0 to 1
	Rate     Unit = "rate"    // a share with its interval and n
	Times    Unit = "times"   // a factor
	Decimal  Unit = "decimal"
	Money    Unit = "money"
	Seconds  Unit = "seconds"
	Minutes  Unit = "minutes"
	Hours    Unit = "hours"
	Instant  Unit = "instant"
	Day      Unit = "day"
	Verdict  Unit = "verdict"
	Label    Unit = "label" // of a dimension
	List     Unit = "list"
	Yes      Unit = "yes" // true or false
	Excess   Unit = "excess"
	Measured Unit = "measured" // a measure of a stream, by the column metric
)

// Column is one of an answer that is shown.
type Column struct {
	Name  string
	Label string // what stands above it
	Unit  Unit
	To    Link // where the value leads; the zero value: nowhere

	Under  bool // it has no column of its own, and stands under the row's name
	Beside bool // in a narrow window it stays beside the row's name; where none does, the rate and the excess do
}

// Link leads from a row to a page that shows what the row is made of.
type Link struct {
	Page    string
	Narrow  []string          // dimensions, by the columns that are called so
	Paired  bool              // the dimension is in the column dimension, its value in value
	Further map[string]string // further parameters, by the columns that hold them
}

// PageOf is the page of a name.
func PageOf(name string) (Page, bool) {
	all := Pages()
	i := slices.IndexFunc(all, func(p Page) bool { return p.Name == name })
	if i < 0 {
		return Page{}, false
	}
	return all[i], true
}

// PanelOf is the panel of a name, on the first page that has it.
func PanelOf(name string) (Panel, bool) {
	for _, page := range Pages() {
		for _, p := range page.Panels {
			if p.Name == name {
				return p, true
			}
		}
	}
	return Panel{}, false
}

// Stamp says how complete and how old the data is. Every page has it.
func Stamp() Panel { return Panel{Name: "stamp", Title: "How complete is the data?", Chart: Hidden} }

// Values are those that fields of the filters offer.
func Values() Panel { return Panel{Name: "values", Title: "Which values are there?", Chart: Hidden} }

// Tables are the tables and columns that there are to ask.
func Tables() Panel { return Panel{Name: "tables", Title: "Which tables are there?", Chart: Hidden} }
