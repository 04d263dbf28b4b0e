package dashboard

import (
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/internal/browser"
)

// always are the pages that are looked at whenever there is a browser: all kinds of panels
// are on them. The others are where pictures are wanted (make browser).
var always = []string{"health", "call"}

// looks are all pages, with what they are asked for.
func looks(t *testing.T) map[string]string {
	t.Helper()
	_, found := get(t, pagesOf(t), chosen.Path+"find?verdict=poor&all=find")
	call := regexp.MustCompile(`href="(/dashboard/call[^"]*)"`).FindStringSubmatch(found)
	if call == nil {
		t.Fatalf("no call is found\n%s", found)
	}
	_, explained := get(t, pagesOf(t), strings.ReplaceAll(call[1], "&amp;", "&"))
	stream := regexp.MustCompile(`href="(/dashboard/stream[^"]*)"`).FindStringSubmatch(explained)
	if stream == nil {
		t.Fatalf("no stream of the call is poor\n%s", explained)
	}
	_, changed := get(t, pagesOf(t), changedCall(t))
	version := regexp.MustCompile(`href="(/dashboard/version[^"]*)"`).FindStringSubmatch(changed)
	if version == nil {
		t.Fatalf("no version of the call is told\n%s", changed)
	}
	_, telephones := get(t, pagesOf(t), chosen.Path+"telephones?log=pstn_calls")
	telephone := regexp.MustCompile(`href="(/dashboard/telephone\?[^"]*)"`).FindStringSubmatch(telephones)
	if telephone == nil {
		t.Fatalf("no telephone call is found\n%s", telephones)
	}
	return map[string]string{
		"telephones": chosen.Path + "telephones?log=pstn_calls", "telephone": strings.ReplaceAll(telephone[1], "&amp;", "&"),
		"rules":  chosen.Path + "rules?rules=cqd-2021",
		"health": chosen.Path, "sites": chosen.Path + "sites", "why": chosen.Path + "why", "reliability": chosen.Path + "reliability",
		"devices": chosen.Path + "devices", "phone": chosen.Path + "phone", "find": chosen.Path + "find?text=a", "trust": chosen.Path + "trust",
		"record": chosen.Path + "record?record=" + unread, "run": chosen.Path + "run?run=run",
		"site": chosen.Path + "site?building=Lisbon",
		"call": strings.ReplaceAll(call[1], "&amp;", "&"), "stream": strings.ReplaceAll(stream[1], "&amp;", "&"),
		"version":   strings.ReplaceAll(version[1], "&amp;", "&"),
		"panel":     chosen.Path + "panel/worst_sites?building=Lisbon&media=video",
		"elsewhere": chosen.Path + "elsewhere/worst_sites?building=Lisbon",
		"sql":       chosen.Path + "sql?" + url.Values{"sql": {"SELECT day, sum(poor) AS poor FROM site_days GROUP BY day ORDER BY day"}}.Encode(),
		"wrong":     chosen.Path + "sql?" + url.Values{"sql": {"SELECT nothing"}}.Encode(),
		"empty":     chosen.Path + "?from=2020-01-01&until=2020-01-07&building=Lisbn", "mistaken": chosen.Path + "?minimum=x&biulding=Lisbon",
		"missing": chosen.Path + "nothing",
		"lacking": chosen.Path + "call",
	}
}

func TestPagesLookRightInABrowser(t *testing.T) {
	t.Parallel()
	b := browser.Open(t)
	at := serve(t)
	for name, path := range looks(t) {
		if os.Getenv(browser.Shots) == "" && !slices.Contains(always, name) {
			continue
		}
		for _, look := range browser.Looks() {
			t.Run(name+"/"+look.Name, func(t *testing.T) {
				for _, wrong := range b.Findings(t, at+path, "dashboard-"+name, look) {
					if slices.Contains([]string{"missing", "lacking", "mistaken"}, name) {
						if strings.Contains(wrong, "status of 40") { // which is what such a page has
							continue
						}
					}
					t.Error(wrong)
				}
			})
		}
	}
}

// From the first page by clicks alone: the site with the bad access points, and down to one
// stream; the headset's driver; the person whose uplink spoils meetings; a call with the
// sentence that says why.
func TestTheStoryIsFoundByClicksInABrowser(t *testing.T) {
	t.Parallel()
	b := browser.Open(t)
	at := serve(t)
	for name, walk := range map[string]func(w *browser.Walk){
		"a bad site, down to one stream": func(w *browser.Walk) {
			w.Click("#worst_sites", "Lisbon")
			w.Want("h1", "Lisbon")
			w.Want(".chips", "network office, Wi-Fi")
			w.Want("#access_points_of", "3c-84-6a-28-07")
			w.Click("#access_points_of tbody", "3c-84-6a-28-07")
			w.Want("h1", "Why poor")
			w.Want(".chips", "site Lisbon") // filters stay
			w.Click("#worst_calls tbody", "")
			w.Want("h1", "One call")
			w.Want(".said", "uplink")
			w.Click("#call_streams tbody", "")
			w.Want("#stream", "average jitter ms")
			w.Click("main", "Back to the call")
			w.Want(".said", "uplink")
		},
		"a headset's driver": func(w *browser.Walk) {
			w.Click("nav", "Devices")
			w.Want("#microphones tbody tr:first-child", "Northwind")
			w.Click("#microphones tbody tr:first-child", "Northwind Audio: 2.0.1.7")
			w.Want(".chips", "microphone's driver Northwind Audio: 2.0.1.7")
		},
		"who spoils meetings": func(w *browser.Walk) {
			w.Want("#spoilers tbody", "Owen Lindqvist")
			w.Click("#spoilers tbody", "Owen Lindqvist")
			w.Want("#reasons", "lost")
			w.Click("#worst_calls tbody", "")
			w.Want(".said", "lost 14")
		},
		"by keys alone": func(w *browser.Walk) {
			w.Tab("To the content", 1)
			w.Tab("Service health", 1)
			w.Tab("worst_sites Lisbon", 100)
			w.Enter()
			w.Want("h1", "Lisbon")
		},
		"what Graph sent": func(w *browser.Walk) {
			w.Click("#spoilers tbody", "Owen Lindqvist")
			w.Click("#worst_calls tbody", "")
			w.Click("#call_versions tbody", "1")
			w.Want("#version_changes", "nothing to compare")
			w.Want("#version_pages", `"organizer"`)
			w.Click("main", "Back to the call")
			w.Click("#call_people .controls", "Grafana, BI")
			w.Want("#statement", "The statement")
		},
		"filters": func(w *browser.Walk) {
			w.Click("[aria-label=Range]", "7 days")
			w.Click("[aria-label=Media]", "video")
			w.Fill("platform", "windows")
			w.Click("main", "Filters")
			w.Click(".more", "Show")
			w.Want(".chips", "platform windows")
			for _, part := range []string{"media=video", "platform=windows", "range=7d"} {
				if got := w.Where(); !strings.Contains(got, part) {
					t.Errorf("got %s, want %s in it", got, part)
				}
			}
			w.Click(".chips", "platform windows")
			if got := w.Where(); strings.Contains(got, "platform") || !strings.Contains(got, "media=video") {
				t.Errorf("got %s, want the platform off and the rest kept", got)
			}
		},
		"a question of one's own": func(w *browser.Walk) {
			w.Click("#daily_poor .controls", "The SQL")
			w.Click("#daily_poor", "Change it")
			w.Want("#result", "rows")
			w.Fill("sql", "SELECT count() AS records FROM records")
			w.Click("form.sql", "Ask")
			w.Want("#result", "1 row")
		},
		"a name": func(w *browser.Walk) {
			w.Click("nav", "Find")
			w.Fill("text", "10.40.7.0/24")
			w.Click("form.find", "Find")
			w.Want(".find", "taken for an address or a subnet")
			w.Click("#find tbody", "")
			w.Want("h1", "One call")
		},
	} {
		if os.Getenv(browser.Shots) == "" && name != "a bad site, down to one stream" {
			continue // make browser walks them all
		}
		t.Run(name, func(t *testing.T) {
			for _, wrong := range b.Walk(t, at+chosen.Path, walk) {
				t.Error(wrong)
			}
		})
	}
}
