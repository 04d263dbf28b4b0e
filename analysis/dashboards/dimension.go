package dashboards

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Dimension is something in which the ends of streams differ. Readers narrow a page by it,
// and the pages look for what sets the poor ends apart in it.
type Dimension struct {
	Name     string // in URLs, as a parameter, and in answers; mostly the column of stream_ends
	Label    string // in words
	Type     string // of ClickHouse, for the parameter; "" is String
	SQL      string // over a row of stream_ends; "" is the column of that name
	Key      string // part of SQL that tells its values apart, to group millions of rows by; "" is all of it
	Session  string // column of session_people that says the same; "" for none
	Compared bool   // looked at for what sets the poor ends apart
	Among    bool   // the column is an array, which has the value or has not
	Of       string // view that alone has it, by the session; "" is stream_ends

	Values []string // all that it can be, beside not known; nil where only the warehouse knows
	Form   form     // that its values have; the zero value: any
}

// Dimensions are all, the widest first.
func Dimensions() []Dimension {
	return []Dimension{
		{Name: "tenant_id", Label: "tenant", Session: "tenant_id"},
		{Name: "region", Label: "region"},
		{Name: "country", Label: "country"},
		{Name: "building", Label: "site", Compared: true},
		{Name: "inside", Label: "inside", SQL: "if(inside, 'yes', 'no')", Values: yesNo},
		{
			Name:     "network_class",
			Label:    "network",
			Compared: true,
			Values:   []string{"office_wired", "office_wifi", "vpn", "home", "mobile", "unknown"},
		},
		{Name: "connection_type", Label: "connection"},
		{Name: "bssid", Label: "access point", Compared: true},
		{Name: "wifi_band", Label: "Wi-Fi band", Compared: true},
		{
			Name:     "wifi_channel",
			Label:    "Wi-Fi channel",
			SQL:      "ifNull(toString(wifi_channel), '')",
			Key:      "wifi_channel",
			Compared: true,
			Form:     form{"36", isNumber},
		},
		{Name: "wifi_driver", Label: "Wi-Fi driver", Compared: true, SQL: "wifi_driver_full"},
		{Name: "subnet", Label: "subnet", Compared: true},
		{Name: "reflexive_network", Label: "public network", Compared: true},
		{Name: "transport", Label: "transport", Compared: true},
		{Name: "relayed", Label: "relay", SQL: "if(relayed, 'yes', 'no')", Key: "relayed", Compared: true, Values: yesNo},
		{Name: "platform", Label: "platform", Session: "platform", Compared: true},
		{
			Name:     "application_version",
			Label:    "client version",
			Session:  "application_version",
			Compared: true,
		},
		{Name: "machine", Label: "machine", Session: "machine"},
		{Name: "capture_device", Label: "microphone", Compared: true},
		{Name: "capture_driver", Label: "microphone's driver", Compared: true},
		{Name: "render_device", Label: "loudspeaker", Compared: true},
		{Name: "render_driver", Label: "loudspeaker's driver"},
		{Name: "cpu", Label: "processor too slow", Compared: true,
			SQL: "multiIf((cpu_insufficient > 0) IS NULL, '', cpu_insufficient > 0, 'yes', 'no')",
			Key: "cpu_insufficient > 0", Values: yesNo},
		{Name: "hour", Label: "hour of the day", Compared: true,
			SQL: "leftPad(toString(toHour(record_start_date_time, {zone:String})), 2, '0')",
			Key: "toHour(record_start_date_time, {zone:String})", Values: hours()},
		{
			Name:   "weekday",
			Label:  "weekday",
			SQL:    "dateName('weekday', record_start_date_time, {zone:String})",
			Values: []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
		},
		{Name: "day", Label: "day", SQL: "toString(toDate(record_start_date_time, {zone:String}))",
			Form: form{"2026-11-01", isDay}},
		{Name: "person_id", Label: "person", Session: "person_id"},
		{Name: "side", Label: "side", Values: []string{"sender", "receiver"}},
		{Name: "flow", Label: "flow", Values: []string{"outbound", "inbound", "peer", "service"}},
		{Name: "verdict", Label: "verdict", Values: []string{"poor", "good", "unclassified", "not_applicable"}},
		{Name: "reason", Label: "reason", SQL: "reasons", Among: true},
		{Name: "scenario", Label: "kind of call", Of: "session_outcomes",
			Values: []string{"meeting", "peer_to_peer", "pstn", "voice_app", "voicemail", "test", "unknown"}},
		{Name: "outcome", Label: "outcome", Of: "session_outcomes", Values: []string{"ok", "dropped", "setup_failed"}},
		{Name: "failure_reason", Label: "failure", Of: "session_outcomes"},
		{Name: "expected", Label: "failure taken for normal", Of: "session_outcomes", SQL: "if(expected, 'yes', 'no')", Values: yesNo},
		{Name: "rated", Label: "rated", Of: "ratings", SQL: "if(stars < 3, 'poor', 'good')", Values: []string{"poor", "good"}},
		{Name: "complaint", Label: "complaint", Of: "ratings", Among: true,
			SQL: "if(empty(complaints), ['(nothing ticked)'], complaints)"},
	}
}

// DimensionOf is the dimension of a name.
func DimensionOf(name string) (Dimension, bool) {
	for _, d := range Dimensions() {
		if d.Name == name {
			return d, true
		}
	}
	return Dimension{}, false
}

// form is how the values of a dimension are written.
type form struct {
	Example string
	fits    func(string) bool
}

// Can says whether the dimension can have a value at all, whatever is in the warehouse.
func (d Dimension) Can(value string) bool {
	switch {
	case value == "":
		return true
	case d.Values != nil:
		return slices.Contains(d.Values, value)
	case d.Form.fits != nil:
		return d.Form.fits(value)
	}
	return true
}

var yesNo = []string{"yes", "no"}

// hours are those of a day.
func hours() (all []string) {
	for hour := range 24 {
		all = append(all, fmt.Sprintf("%02d", hour))
	}
	return all
}

// isNumber says whether a text is a whole number as it is written in SQL.
func isNumber(text string) bool {
	n, err := strconv.ParseInt(text, 10, 32)
	return err == nil && strconv.FormatInt(n, 10) == text
}

// isDay says whether a text is a date that there is.
func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// expression is the dimension as SQL over a row of stream_ends.
func (d Dimension) expression() string {
	if d.SQL != "" {
		return d.SQL
	}
	return d.Name
}

// key is what to group by: as the dimension, and cheaper than texts that are made per row.
func (d Dimension) key() string {
	if d.Key != "" {
		return d.Key
	}
	return d.expression()
}

// told is the dimension of a group that has its key under a name.
func (d Dimension) told(name string) string {
	return strings.ReplaceAll(d.expression(), d.key(), name)
}

// is keeps the rows that have the chosen value.
func (d Dimension) is() string {
	if d.Among {
		return fmt.Sprintf("has(%s, %s)", d.expression(), d.placeholder())
	}
	return d.expression() + " = " + d.placeholder()
}

// placeholder is where the chosen value goes.
func (d Dimension) placeholder() string { return fmt.Sprintf("{%s:String}", d.Name) }
