package dashboard

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/internal/browser"
)

// What is due, and what a run did, can be followed to the record, whatever its kind.
func TestARecordSaysWhatIsKnownOfIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path string
		want []string
		none string
	}{
		"due, and never in": {"record?record=" + unread,
			[]string{"due: the next run fetches it", "page 0: no start", "26 Nov 2026, 12:00", "The log has no load of it"}, "/dashboard/call?"},
		"due, a day of a log": {"record?record=" + url.QueryEscape(unreadDay), []string{"due: the next run", "9223372036854775807"}, "/dashboard/call?"},
		"not known":           {"record?record=nothing", []string{"knows no such record"}, ""},
		"a call that is not in": {"call?record=" + unread,
			[]string{"The warehouse has no call", `href="/dashboard/record?record=` + unread}, ""},
		"a run":  {"run?run=run", []string{"partial", `href="/dashboard/record?record=` + unread, ">committed<"}, `aria-label="Filters"`},
		"no run": {"run?run=nothing", []string{"has no such run"}, ""},
		"what is due": {"trust", []string{`href="/dashboard/record?record=` + unread, `href="/dashboard/run?run=run"`,
			`href="/dashboard/record?record=` + url.QueryEscape(unreadDay), "9223372036854775807"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, text := get(t, pagesOf(t), chosen.Path+c.path)
			for _, want := range c.want {
				if status != http.StatusOK || !strings.Contains(text, want) {
					t.Errorf("got status %d, want 200 with %q\n%s", status, want, text)
				}
			}
			if c.none != "" && strings.Contains(text, c.none) {
				t.Errorf("got %q in\n%s", c.none, text)
			}
		})
	}
}

func TestARunLeadsToItsRecordsInABrowser(t *testing.T) {
	t.Parallel()
	b := browser.Open(t)
	for _, wrong := range b.Walk(t, serve(t)+chosen.Path+"trust", func(w *browser.Walk) {
		w.Click("#runs tbody", "")
		w.Want("#run", "partial")
		w.Click("#run", unread)
		w.Want("#record", "due")
		w.Click("nav", "Data trust")
		w.Click("#runs tbody", "")
		w.Click("#run_loads tbody", "")
		w.Want("#record", "loaded")
	}) {
		t.Error(wrong)
	}
	for _, wrong := range b.Walk(t, serve(t)+changedCall(t), func(w *browser.Walk) {
		w.Click(".said", "what is known of the record")
		w.Want("#record", "loaded")
		w.Click("#call_versions tbody", "1")
		w.Click("main", "What is known of the record")
		w.Click("#record td", "")
		w.Want("h1", "One call")
		w.Want(".said", "people")
	}) {
		t.Error(wrong)
	}
}
