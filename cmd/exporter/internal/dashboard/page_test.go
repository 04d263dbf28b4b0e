package dashboard

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// saying is a door behind which a statement that has a text in it is answered so; others are
// answered with no rows.
func saying(answers map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sql, _ := io.ReadAll(r.Body)
		for part, answer := range answers {
			if strings.Contains(string(sql), part) {
				if text, wrong := strings.CutPrefix(answer, "!"); wrong { // with its code, where there is one
					code, _, _ := strings.Cut(text, " ")
					if _, err := strconv.Atoi(code); err == nil {
						w.Header().Set("X-ClickHouse-Exception-Code", code)
					}
					http.Error(w, text, http.StatusInternalServerError)
					return
				}
				_, _ = io.WriteString(w, answer)
				return
			}
		}
		_, _ = io.WriteString(w, `{"meta": [], "data": []}`)
	})
}

// made are pages over such a door.
func made(answers map[string]string) http.Handler {
	return New(Options{Door: saying(answers), Store: "s", Logger: slog.New(slog.DiscardHandler), Now: now, MaxTime: time.Second})
}

// hostile is a text that would be a script, were it not escaped.
const hostile = `<script>alert(1)</script>`

func TestPanelsFailInTheirOwnPlace(t *testing.T) {
	t.Parallel()
	status, text := get(t, made(map[string]string{
		"people_hit": "!Code: 159. DB::Exception: Timeout exceeded " + hostile,
		"AS person_minutes": `{"meta": [{"name": "day", "type": "Date"}, {"name": "calls", "type": "UInt64"}, {"name": "poor_calls", "type": "UInt64"}, {"name": "person_minutes", "type": "Float64"}],
			"data": [["2026-11-26", 7, 2, 12.5]]}`,
	}), chosen.Path)
	if status != http.StatusOK {
		t.Fatalf("got status %d, want 200", status)
	}
	for _, want := range []string{
		"This panel has no answer: Timeout exceeded &lt;script&gt;", "No streams in this range", "Thu 26 Nov: 7 calls, 2 poor calls", "</html>",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("got no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "<script") {
		t.Error("got a script in the page")
	}
}

// A handler of net/http gives an answer up by a panic; here it is not in a goroutine of net/http.
func TestAnAnswerThatBreaksOffIsAPanelsTrouble(t *testing.T) {
	t.Parallel()
	pages := New(Options{Store: "s", Logger: slog.New(slog.DiscardHandler), Now: now,
		Door: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })})
	if status, text := get(t, pages, chosen.Path); status != http.StatusOK || !strings.Contains(text, "the answer broke off") || !strings.Contains(text, "</html>") {
		t.Errorf("got status %d, want a whole page that says so\n%s", status, text)
	}
}

// Who goes away leaves no question behind that a warehouse would be asked after it was closed.
func TestNothingIsAskedOnceThePageIsDone(t *testing.T) {
	t.Parallel()
	var asking atomic.Int32
	pages := New(Options{Store: "s", Logger: slog.New(slog.DiscardHandler), Now: now,
		Door: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			asking.Add(1)
			defer asking.Add(-1)
			<-r.Context().Done()
		})})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	pages.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, chosen.Path, nil))
	if n := asking.Load(); n != 0 {
		t.Errorf("got %d questions under way, want none", n)
	}
}

// The engine says what is wrong; a reader wants to know what to do.
func TestWhatWasTooMuchSaysHowToNarrow(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{"time": "159", "memory": "241", "rows": "396"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, text := get(t, made(map[string]string{"people_hit": "!" + code + " Code: " + code + ". DB::Exception: Exceeded"}), chosen.Path)
			if !strings.Contains(text, "choose a shorter range, or take a site or a platform; Exceeded") {
				t.Errorf("got no word how to narrow in\n%s", text)
			}
		})
	}
}

// A program that is newer than the warehouse asks for views that are not there yet.
func TestAViewThatIsNotThereSaysHowToGetIt(t *testing.T) {
	t.Parallel()
	const applies = "exporter schema apply brings them up to date; Unknown"
	for _, code := range []string{"47", "60", "81"} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			pages := made(map[string]string{"": "!" + code + " Code: " + code + ". DB::Exception: Unknown x"})
			if _, text := get(t, pages, chosen.Path); !strings.Contains(text, applies) {
				t.Errorf("got no word how to apply the schema in\n%s", text)
			}
			if _, text := get(t, pages, chosen.Path+"sql?sql=SELECT+x"); strings.Contains(text, applies) {
				t.Errorf("got that the schema is old for a reader's own slip\n%s", text)
			}
		})
	}
}

// The engine repeats the whole statement; what it does not know is enough.
func TestAnUnknownNameIsSaidWithoutTheStatement(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ said, want string }{
		"with a guess":    {"Unknown identifier `a` in scope SELECT '. (x' FROM nowhere WHERE 1. Maybe you meant: ['b']. (UNKNOWN_IDENTIFIER)", "Unknown identifier `a`. Maybe you meant"},
		"without":         {"Unknown identifier `a` in scope SELECT a FROM nowhere. (UNKNOWN_IDENTIFIER)", "Unknown identifier `a`. (UNKNOWN_IDENTIFIER)"},
		"with no end":     {"Unknown identifier `a` in scope SELECT a", "in scope SELECT a"},
		"without a scope": {"Unknown table x. (UNKNOWN_TABLE)", "Unknown table x. (UNKNOWN_TABLE)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, text := get(t, made(map[string]string{"people_hit": "!47 Code: 47. DB::Exception: " + c.said}), chosen.Path)
			if text = html.UnescapeString(text); !strings.Contains(text, c.want) || strings.Contains(text, "FROM nowhere") {
				t.Errorf("got no %q, or the statement, in\n%s", c.want, text)
			}
		})
	}
}

func TestTextsOfOthersAreTexts(t *testing.T) {
	t.Parallel()
	row := `{"meta": [{"name": "building", "type": "String"}, {"name": "network_class", "type": "String"}, {"name": "n", "type": "UInt64"}, {"name": "rate", "type": "Float64"}],
		"data": [["` + hostile + `", "x", 5, 0.5]]}`
	_, text := get(t, made(map[string]string{"CROSS JOIN": row}), chosen.Path+"sites?building="+url.QueryEscape(hostile)+"&zone="+url.QueryEscape(hostile))
	if strings.Contains(text, "<script") || !strings.Contains(text, "&lt;script&gt;") {
		t.Errorf("got a script, or no text of it\n%s", text)
	}
}

func TestEveryPageSaysWhatABrowserMayDo(t *testing.T) {
	t.Parallel()
	for _, path := range []string{chosen.Path, chosen.Path + "sql", chosen.Path + "nothing", chosen.Path + "call", chosen.Path + "panel/health.csv"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			made(nil).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
			policy := w.Header().Get("Content-Security-Policy")
			if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "script-src") || strings.Contains(policy, "unsafe") {
				t.Errorf("got policy %q, want nothing but our own style", policy)
			}
		})
	}
}

func TestWhatIsAskedWrongSaysWhatToDo(t *testing.T) {
	t.Parallel()
	pages := made(map[string]string{"FROM calls": `{"meta": [], "data": []}`})
	for name, c := range map[string]struct {
		path   string
		status int
		want   string
		head   []string
	}{
		"no such page":       {chosen.Path + "nothing", 404, "There is no such page", nil},
		"no such panel":      {chosen.Path + "panel/nothing", 404, "There is no such page", nil},
		"no call":            {chosen.Path + "call", 400, "come to it from a row", nil},
		"no call, a panel":   {chosen.Path + "panel/call_legs", 400, "come to it from a row", nil},
		"a slip":             {chosen.Path + "?biulding=Lyon", 400, "building was meant", nil},
		"a slip, as CSV":     {chosen.Path + "panel/hours.csv?media=smell", 400, "audio, video, sharing", nil},
		"a fixed value":      {chosen.Path + "sites?scenario=meting", 200, ">meeting</bdi></a>?", nil},
		"no hour":            {chosen.Path + "?hour=99", 200, "There is no <bdi>hour of the day 99</bdi>. It is one of 00, 01, ", nil},
		"an hour's slip":     {chosen.Path + "?hour=9", 200, ">09</bdi></a>?", nil},
		"no day":             {chosen.Path + "find?day=2026-99-99", 200, "There is no <bdi>day 2026-99-99</bdi>. It is written like 2026-11-01.", nil},
		"no weekday":         {chosen.Path + "why?weekday=x", 200, "It is one of Monday, Tuesday, ", nil},
		"a weekday's slip":   {chosen.Path + "why?weekday=monday", 200, ">Monday</bdi></a>?", nil},
		"no channel":         {chosen.Path + "why?wifi_channel=36+MHz", 200, "It is written like 36.", nil},
		"no verdict":         {chosen.Path + "why?verdict=bad", 200, "It is one of poor, good, unclassified, not_applicable.", nil},
		"no outcome":         {chosen.Path + "reliability?outcome=drop", 200, "It is one of ok, dropped, setup_failed.", nil},
		"no hour, as CSV":    {chosen.Path + "panel/hours.csv?hour=99", 400, "there is no hour of the day 99. It is one of 00", nil},
		"what is not known":  {chosen.Path + "why?cpu=(none)", 200, "processor too slow not known", nil},
		"a call that is not": {chosen.Path + "call?record=abc", 200, "The warehouse has no call", nil},
		"without its stroke": {"/dashboard", 302, chosen.Path, nil},
		"a frame elsewhere":  {chosen.Path, 403, "another site", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}},
		"a link elsewhere":   {chosen.Path, 200, "Service health", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}},
		"a frame unseen":     {chosen.Path, 403, "another site", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}},
		"a statement elsewhere": {chosen.Path + "sql?sql=SELECT+1", 200, "A page of another site led here",
			[]string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}},
		"CSV elsewhere":    {chosen.Path + "sql.csv?sql=SELECT+1", 400, "ask there", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}},
		"a long statement": {chosen.Path + "sql?sql=" + strings.Repeat("x", 70<<10), 200, "longer than 65,536 bytes", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if status, text := get(t, pages, c.path, c.head...); status != c.status || !strings.Contains(text, c.want) {
				t.Errorf("got status %d, want %d with %q\n%s", status, c.status, c.want, text)
			}
		})
	}
	t.Run("written to", func(t *testing.T) {
		t.Parallel()
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, chosen.Path, nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("got status %d, want 405", w.Code)
		}
	})
}

// A page of one site is none without it.
func TestEveryFilterCanBeTakenOff(t *testing.T) {
	t.Parallel()
	off := regexp.MustCompile(`href="([^"]*)" aria-label="Take off: `)
	const chosenOnes = "?building=Lisbon&network_class=office_wifi&platform=windows&range=7d"
	for _, page := range dashboards.Pages() {
		if _, text := get(t, made(nil), chosen.Path+page.Name+chosenOnes); !strings.Contains(text, "come to it from a row") {
			links := off.FindAllStringSubmatch(text, -1)
			if len(links) != 3 {
				t.Errorf("%s: got %d filters to take off, want 3", page.Name, len(links))
			}
			for _, link := range links {
				at := html.UnescapeString(link[1])
				if status, _ := get(t, made(nil), at); status != http.StatusOK || !strings.Contains(at, "range=7d") {
					t.Errorf("%s: got status %d at %s, want a page with what else was chosen", page.Name, status, at)
				}
			}
		}
	}
}

func TestAFilterThatNobodyHasOffersTheNearest(t *testing.T) {
	t.Parallel()
	pages := made(map[string]string{"UNION DISTINCT": `{"meta": [{"name": "dimension", "type": "String"}, {"name": "value", "type": "String"}],
		"data": [["building", "Lisbon"], ["building", "Lyon"], ["platform", "windows"]]}`})
	for query, want := range map[string]string{
		"building=lisbn":                  `Did you mean <a href="/dashboard/?building=Lisbon&amp;range=7d">`,
		"building=Atlantis":               "There is no <bdi>site Atlantis</bdi>",
		"building=Lisbon&region=anywhere": "",
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			_, text := get(t, pages, chosen.Path+"?range=7d&"+query)
			if !strings.Contains(text, want) || want == "" && strings.Contains(text, "There is no") {
				t.Errorf("got no %q in\n%s", want, text)
			}
		})
	}
}

func TestTheUsualZoneIsTheConfigurations(t *testing.T) {
	t.Parallel()
	pages := New(Options{Door: saying(nil), Store: "s", Zone: "Asia/Tokyo", Logger: slog.New(slog.DiscardHandler), Now: now})
	for query, want := range map[string]string{"": "times in Asia/Tokyo", "?zone=UTC": "times in UTC"} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if _, text := get(t, pages, chosen.Path+query); !strings.Contains(text, want) {
				t.Errorf("got no %q in\n%s", want, text)
			}
		})
	}
}

func TestRatesNeverStandAlone(t *testing.T) {
	t.Parallel()
	row := func(n, rate, low, high string) string {
		return `{"meta": [{"name": "measure", "type": "String"}, {"name": "n", "type": "UInt64"}, {"name": "hit", "type": "UInt64"}, {"name": "rate", "type": "Float64"},
			{"name": "rate_low", "type": "Float64"}, {"name": "rate_high", "type": "Float64"}, {"name": "before_rate", "type": "Float64"}, {"name": "before_n", "type": "UInt64"},
			{"name": "classified_share", "type": "Float64"}, {"name": "target", "type": "Float64"}],
			"data": [["poor_audio", ` + n + `, 1, ` + rate + `, ` + low + `, ` + high + `, 0.01, 5000, 0.93, 0.03]]}`
	}
	for name, c := range map[string]struct {
		answer string
		want   []string
	}{
		"over":   {row("1000", "0.05", "0.04", "0.06"), []string{"5.0 %", "! over target 3.0 %", "4.0–6.0, of 1,000 ends, 93.0 % classified", "▲ 4.0 points"}},
		"within": {row("1000", "0.01", "0.005", "0.02"), []string{"✓ within target", "may be chance"}},
		"about":  {row("100", "0.03", "0.01", "0.08"), []string{"≈ about target"}},
		"few":    {row("12", "0.5", "0.2", "0.8"), []string{"too few", "of 12 ends"}},
		"none":   {row("0", "null", "null", "null"), []string{"No streams in this range"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, text := get(t, made(map[string]string{"if(of_people, 'people_hit'": c.answer}), chosen.Path+"panel/health")
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("got no %q in\n%s", want, text)
				}
			}
		})
	}
}
