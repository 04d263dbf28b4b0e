package dashboards

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Choice is what a reader chose to look at: all that a question depends on.
type Choice struct {
	From, To time.Time // of the starts of records, half open
	Zone     string    // IANA name, in which days and hours are told
	Media    string    // audio, video or sharing
	Minimum  int       // a rate of fewer than so many is no rate
	Narrowed []Narrow  // in the order in which they were chosen
	Further  map[string]string
}

// Narrow keeps the rows with one value of a dimension; "" is what is not known.
type Narrow struct{ Dimension, Value string }

// Before is where the range of the same length begins that ends where this one begins.
func (c Choice) Before() time.Time { return c.From.Add(-c.To.Sub(c.From)) }

// Value is what a dimension is narrowed to.
func (c Choice) Value(dimension string) (value string, ok bool) {
	for _, n := range c.Narrowed {
		if n.Dimension == dimension {
			return n.Value, true
		}
	}
	return "", false
}

// parameters are all that a question may ask for, as ClickHouse reads them: texts escaped as
// in TSV, arrays as they are written in SQL (ClickHouse, HTTP interface, query parameters).
func (c Choice) parameters() map[string]string {
	const instant = "2006-01-02 15:04:05"
	p := map[string]string{
		"from":    c.From.UTC().Format(instant),
		"to":      c.To.UTC().Format(instant),
		"before":  c.Before().UTC().Format(instant),
		"zone":    c.Zone,
		"media":   c.Media,
		"minimum": strconv.Itoa(c.Minimum),
		"scopes":  c.scopes(),
	}
	for _, n := range c.Narrowed {
		p[n.Dimension] = escaped.Replace(n.Value)
	}
	for name, value := range c.Further {
		p[name] = escaped.Replace(value)
	}
	return p
}

// escaped is a text as TSV has it.
var escaped = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\r", "\\r")

// scopes are the targets that hold for what was chosen, the narrowest first, as an array of
// ClickHouse.
func (c Choice) scopes() string {
	var scopes []string
	if building, _ := c.Value("building"); building != "" {
		scopes = append(scopes, "building:"+building)
	}
	class, _ := c.Value("network_class")
	if class != "" {
		scopes = append(scopes, "network_class:"+class)
	}
	inside, _ := c.Value("inside")
	if inside == "yes" || strings.HasPrefix(class, "office_") {
		scopes = append(scopes, "all_internal")
	}
	scopes = append(scopes, "all")
	for i, s := range scopes {
		scopes[i] = "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
	}
	return "[" + strings.Join(scopes, ", ") + "]"
}

// The rows that a question narrows, by the placeholder in its SQL.
const (
	ofTenants  = "tenant"    // rows that have a tenant
	ofEnds     = "ends"      // rows of stream_ends
	ofSessions = "sessions"  // rows of session_outcomes
	ofKeys     = "keys"      // rows that have the keys of a session
	ofCalls    = "calls"     // rows of calls
	ofCallKeys = "call keys" // rows that have the keys of a call
	ofFound    = "found"     // rows of calls, by what is looked for
	ofPhones   = "phones"    // rows of phone_outcomes, or of a view that has its columns
)

// conditions narrow rows to what was chosen, each as it stands behind AND.
func (c Choice) conditions(rows string) (all []string) {
	if rows == ofFound {
		return c.found()
	}
	if rows == ofPhones {
		return c.ofPhones()
	}
	of := map[string][]string{} // for rows that do not have the value themselves, by the view that has it
	for _, n := range c.Narrowed {
		d, ok := DimensionOf(n.Dimension)
		if !ok {
			continue
		}
		is := d.is()
		switch {
		case d.Name == "tenant_id",
			rows == ofEnds && d.Of == "",
			rows == ofSessions && d.Of == "session_outcomes",
			rows == ofCalls && d.Name == "scenario":
			all = append(all, is)
		case rows == ofTenants:
		case d.Of == "" && d.Session != "":
			of["session_people"] = append(of["session_people"], is)
		default:
			view := cmp.Or(d.Of, "stream_ends")
			of[view] = append(of[view], is)
		}
	}
	for view, is := range of {
		if view == "stream_ends" {
			is = append(is, "media_type = {media:String}")
		}
		all = append(all, isIn(rows, view, is...))
	}
	slices.Sort(all)
	return all
}

// isIn keeps the rows whose session (or call) is found in a view.
func isIn(rows, view string, conditions ...string) string {
	keys := "load_id, session_index"
	if rows == ofCalls || rows == ofCallKeys {
		keys = "load_id"
	}
	return fmt.Sprintf(
		"(%s) IN (\n    SELECT %s\n    FROM %s\n"+
			"    WHERE record_start_date_time >= {before:DateTime('UTC')}\n"+
			"        AND record_start_date_time < {to:DateTime('UTC')}\n        AND %s\n)",
		keys,
		keys,
		view,
		strings.Join(conditions, "\n        AND "),
	)
}
