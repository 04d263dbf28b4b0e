package chosen

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestURLIsTheWholeState(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query string
		want  string // the same, in the order of names and without what is as it is anyhow
		wrong string // in what is said to be wrong; "" nothing is
	}{
		"nothing":          {"", "", ""},
		"usual":            {"range=28d&media=audio&minimum=20&zone=UTC", "", ""},
		"narrowed":         {"building=Lisbon&range=7d&media=video", "building=Lisbon&media=video&range=7d", ""},
		"not known":        {"building=(none)", "building=%28none%29", ""},
		"empty fields":     {"building=&region=&from=&until=", "", ""},
		"dates":            {"from=2026-11-01&until=2026-11-14", "from=2026-11-01&until=2026-11-14", ""},
		"dates go first":   {"from=2026-11-01&until=2026-11-14&range=7d", "from=2026-11-01&until=2026-11-14", ""},
		"zone":             {"zone=Australia/Sydney", "zone=Australia%2FSydney", ""},
		"no dates":         {"from=yesterday&until=today", "", "two dates"},
		"backwards":        {"from=2026-11-14&until=2026-11-01", "", "ends before it begins"},
		"too long":         {"from=2020-01-01&until=2026-01-01", "", "400 days"},
		"no range":         {"range=3y", "", "1d, 7d, 28d, 90d"},
		"not told":         {"from=0001-01-01&until=0001-01-02", "", "from 1971 on"},
		"too late":         {"from=2101-01-01&until=2101-01-02", "", "before 2100"},
		"at no time":       {"record=1&at=yesterday", "record=1", "2026-11-01T09:30:00Z"},
		"at no year":       {"record=1&at=9999-12-31T23:59:59Z", "record=1", "2026-11-01T09:30:00Z"},
		"long sort":        {"sort=" + strings.Repeat("x", 600), "", "sort is too long"},
		"long all":         {"all=" + strings.Repeat("x", 600), "", "all is too long"},
		"no panel to sort": {"sort=-nothing.rate", "", "sort \"-nothing.rate\" names no panel"},
		"no panel of all":  {"all=nothing", "", "all \"nothing\" names no panel"},
		"sorted":           {"sort=-spoilers.rate&all=spoilers", "all=spoilers&sort=-spoilers.rate", ""},
		"long at":          {"at=" + strings.Repeat("x", 600), "", "at is too long"},
		"long name":        {strings.Repeat("x", 600) + "=1", "", "name too long"},
		"twice":            {"building=Lisbon&building=Lyon", "building=Lisbon", "more than once"},
		"a slip":           {"biulding=Lisbon", "", "building was meant"},
		"zero byte":        {"building=a%00b", "", "no text"},
		"no text":          {"building=%ff", "", "no text"},
		"many":             {strings.Repeat("&a&b&c&d&e&f&g&h&i&j&k&l", 2), "", "more parameters are wrong"},
		"no zone":          {"zone=Nowhere", "", "Europe/Zurich"},
		"leap seconds":     {"zone=right/UTC", "", "Europe/Zurich"},
		"a file":           {"zone=../../etc/passwd", "", "zone"},
		"no medium":        {"media=smell", "", "audio, video, sharing"},
		"no number":        {"minimum=many", "", "1,000,000"},
		"long":             {"building=" + strings.Repeat("x", 600), "", "too long"},
		"no position":      {"record=1&session=x", "record=1", "no position"},
		"not ours":         {"script=1&constructor=2", "", "no parameter script"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, err := url.ParseQuery(c.query)
			if err != nil {
				t.Fatal(err)
			}
			s := StateOf("sites", q)
			if got := s.Values().Encode(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := strings.Join(s.Wrong, "; "); !strings.Contains(got, c.wrong) || c.wrong == "" && got != "" {
				t.Errorf("got %q said to be wrong, want %q in it", got, c.wrong)
			}
			again, _ := url.ParseQuery(c.want)
			if got := StateOf("sites", again).Values().Encode(); got != c.want {
				t.Errorf("got %s out of its own URL, want %s", got, c.want)
			}
		})
	}
}

func TestRangesAreDaysOfTheReader(t *testing.T) {
	t.Parallel()
	const layout = "2006-01-02 15:04"
	for name, c := range map[string]struct{ query, from, to string }{
		"today in UTC":     {"range=1d", "2026-11-27 00:00", "2026-11-28 00:00"},
		"today in Sydney":  {"range=1d&zone=Australia/Sydney", "2026-11-26 13:00", "2026-11-27 13:00"},
		"a week in Zurich": {"range=7d&zone=Europe/Zurich", "2026-11-20 23:00", "2026-11-27 23:00"},
		"over a change of the clock": {"from=2026-10-24&until=2026-10-26&zone=Europe/Zurich",
			"2026-10-23 22:00", "2026-10-26 23:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, _ := url.ParseQuery(c.query)
			from, to := StateOf("", q).bounds(noon())
			if got := from.UTC().Format(layout); got != c.from {
				t.Errorf("from: got %s, want %s", got, c.from)
			}
			if got := to.UTC().Format(layout); got != c.to {
				t.Errorf("to: got %s, want %s", got, c.to)
			}
		})
	}
	t.Run("the range before is as long", func(t *testing.T) {
		t.Parallel()
		c := StateOf("", url.Values{"range": {"7d"}}).Choice(noon())
		if got, want := c.From.Sub(c.Before()), 7*24*time.Hour; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// Whatever a URL says, the page has a URL of its own that says the same, and a range.
func FuzzURLs(f *testing.F) {
	f.Add("building=Lisbon&range=7d&media=video")
	f.Add("from=2026-11-01&until=2026-11-14&zone=Europe/Zurich&minimum=50")
	f.Add("record=x&at=2026-11-26T15:09:18Z&session=1&sort=-spoilers.b&all=spoilers")
	f.Add("sort=-a.b&all=c")
	f.Add("building=(none)&text=%00%ff&zone=../..&from=9999-12-31&until=9999-12-31")
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		s := StateOf("sites", q)
		own := s.Values()
		if again := StateOf("sites", own).Values().Encode(); again != own.Encode() {
			t.Errorf("got %s, and out of that %s", own.Encode(), again)
		}
		from, to := s.bounds(noon())
		if days := len(s.Days(noon())); !from.Before(to) || days < 1 || days > MaxDays+1 {
			t.Errorf("got %d days from %s to %s", days, from, to)
		}
	})
}

// noon is when the pages are looked at.
func noon() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) }
