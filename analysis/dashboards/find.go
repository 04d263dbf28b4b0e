package dashboards

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// Found is what a reader looks for, and what it was taken for.
type Found struct {
	Text string
	As   string // in words: "the id of a call", …
	sql  string // over a row of calls
}

var (
	guid   = regexp.MustCompile(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	number = regexp.MustCompile(`^\+?[0-9][0-9 ()./*-]{3,}$`)
	mac    = regexp.MustCompile(`(?i)^([0-9a-f]{2}[-:]){5}[0-9a-f]{2}$`)
)

// Find says what a text is taken for. An empty text finds all calls.
func Find(text string) Found {
	text = strings.TrimSpace(text)
	f := Found{Text: text}
	within := func(view string, conditions ...string) string {
		return isIn(ofCalls, view, strings.Join(conditions, " OR "))
	}
	address, isAddress := addressOf(text)
	switch {
	case text == "":
		f.As = "all calls"
	case guid.MatchString(text):
		f.As = "the id of a call, a person or a conference"
		f.sql = "(record_id = lower({text:String})\n    OR " +
			within("session_people", "person_id = lower({text:String})") + ")"
	case strings.Contains(text, "://"):
		f.As = "the link of a meeting"
		f.sql = "startsWith(join_web_url, {text:String})"
		if at, err := url.Parse(text); err == nil {
			at.RawQuery, at.Fragment = "", ""
			f.Text = at.String() // what is behind it tells who opened the link
		}
	case isAddress:
		f.As, f.Text = "an address or a subnet", address
		f.sql = within(
			"stream_people",
			"({text:String} IN (ip_address, toString(subnet), reflexive_ip_address))",
		)
	case mac.MatchString(text):
		f.As, f.Text = "an access point", strings.ToLower(strings.ReplaceAll(text, ":", "-"))
		f.sql = within("stream_people", "lower(bssid) = {text:String}")
	case number.MatchString(text):
		f.As, f.Text = "a telephone number", digits(text)
		f.sql = within("session_people", "person_kind = 'phone' AND position(person_id, {text:String}) > 0")
	case strings.Contains(text, "@"):
		f.As = "the user principal name of a person"
		f.sql = within("session_people", "lower(user_principal_name) = lower({text:String})")
	default:
		f.As = "the name of a person, a machine or an organizer"
		f.sql = "(positionCaseInsensitiveUTF8(organizer_display_name, {text:String}) > 0\n    OR " +
			within("session_people", "(positionCaseInsensitiveUTF8(person_name, {text:String}) > 0",
				"positionCaseInsensitiveUTF8(machine, {text:String}) > 0)") + ")"
	}
	return f
}

// addressOf is the address of a text that is one, or a subnet.
func addressOf(text string) (string, bool) {
	if net, err := netip.ParsePrefix(text); err == nil {
		return net.Masked().Addr().String(), true
	}
	address, err := netip.ParseAddr(text)
	return address.String(), err == nil
}

// digits are those of a number; masked ones end it.
func digits(text string) string {
	text, _, _ = strings.Cut(text, "*")
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// found are the conditions of what is looked for.
func (c Choice) found() []string {
	if f := Find(c.Further["text"]); f.sql != "" {
		return []string{f.sql}
	}
	return nil
}
