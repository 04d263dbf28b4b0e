package dashboards_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/load/engine/httpserver"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// month is what is looked at unless a test says otherwise.
func month() dashboards.Choice {
	to := now().Truncate(24*time.Hour).AddDate(0, 0, 1)
	return dashboards.Choice{From: to.AddDate(0, 0, -28), To: to, Zone: "Europe/Zurich", Media: "audio", Minimum: 20}
}

// reader asks as the pages do: over the interface that only reads.
type reader struct {
	*testing.T
	door http.Handler
}

func newReader(t *testing.T) *reader {
	t.Helper()
	if _, err := shared(); err != nil {
		t.Fatal(err)
	}
	return &reader{t, httpserver.New(store, httpserver.Options{Database: database})}
}

// rows are the answer to a panel, by column.
func (r *reader) rows(p dashboards.Panel, c dashboards.Choice) (rows []map[string]any, columns []string) {
	r.Helper()
	q, err := p.Ask(c, database+"_store")
	if err != nil {
		r.Fatal(err)
	}
	return r.answer(p.Name, q)
}

// answer is the answer to a question.
func (r *reader) answer(name string, q dashboards.Question) (rows []map[string]any, columns []string) {
	r.Helper()
	at := url.Values{"default_format": {"JSONCompact"}, "wait_end_of_query": {"1"}}
	for name, value := range q.Parameters {
		at.Set("param_"+name, value)
	}
	w := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodPost, "http://localhost/?"+at.Encode(), strings.NewReader(q.SQL))
	r.door.ServeHTTP(w, request)
	body, _ := io.ReadAll(w.Body)
	var answer struct {
		Meta []struct{ Name string }
		Data [][]any
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // ids of loads have 64 bits
	if err := decoder.Decode(&answer); err != nil || w.Code != http.StatusOK {
		r.Fatalf("%s: got status %d, %.2000s\n%s", name, w.Code, body, q.SQL)
	}
	for _, m := range answer.Meta {
		columns = append(columns, m.Name)
	}
	for _, values := range answer.Data {
		row := map[string]any{}
		for i, v := range values {
			row[columns[i]] = v
		}
		rows = append(rows, row)
	}
	return rows, columns
}

// anyCall is the id of the call with most poor streams, with its first poor stream.
func (r *reader) anyCall() map[string]string {
	r.Helper()
	worst, _ := dashboards.PanelOf("worst_calls")
	calls, _ := r.rows(worst, month())
	record := fmt.Sprint(calls[0]["record_id"])
	c := month()
	c.Further = map[string]string{"record": record}
	streams, _ := dashboards.PanelOf("call_streams")
	poor, _ := r.rows(streams, c)
	if len(poor) == 0 {
		r.Fatalf("call %s, the worst, has no poor stream", record)
	}
	loads, _ := dashboards.PanelOf("call_versions")
	versions, _ := r.rows(loads, c)
	runs, _ := r.answer("run", dashboards.Question{SQL: "SELECT run_id FROM " + database + "_store.load_log LIMIT 1"})
	phones, _ := r.answer("phone", dashboards.Question{SQL: "SELECT id FROM phone_outcomes ORDER BY start_date_time DESC LIMIT 1"})
	return map[string]string{"telephone": fmt.Sprint(phones[0]["id"]), "rules": "cqd-2022", "record": record, "run": fmt.Sprint(runs[0]["run_id"]), "text": "a", "load": fmt.Sprint(versions[0]["load_id"]),
		"session": fmt.Sprint(poor[0]["session_index"]), "segment": fmt.Sprint(poor[0]["segment_index"]),
		"medium": fmt.Sprint(poor[0]["media_index"]), "stream": fmt.Sprint(poor[0]["stream_index"])}
}

// Every panel answers, with all that its columns and links ask for.
func TestEveryPanelAnswers(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	c := month()
	c.Further = r.anyCall()
	// What the simulated tenant has not: a range before, a rejoin, a ledger, runs.
	// The view subnets looks 30 days back from today.
	mayBeEmpty := []string{"changed", "rejoins", "due", "runs", "run", "complete", "unmapped", "call_phones"}
	seen := map[string]bool{}
	for _, p := range everyPanel() {
		if seen[p.Name] {
			continue
		}
		seen[p.Name] = true
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			rows, columns := (&reader{t, r.door}).rows(p, c)
			if len(rows) == 0 && !slices.Contains(mayBeEmpty, p.Name) {
				t.Error("got no rows of the simulated tenant")
			}
			for _, page := range dashboards.Pages() {
				for _, shown := range page.Panels {
					for _, want := range wanted(shown) {
						if shown.Name == p.Name && !slices.Contains(columns, want) {
							t.Errorf("page %s: got columns %v, want %s among them", page.Name, columns, want)
						}
					}
				}
			}
		})
	}
}

// A telephone call is on the page of the call that it belongs to.
func TestACallHasItsTelephoneCalls(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	of, _ := r.answer("matches", dashboards.Question{SQL: "SELECT id, record_id, match FROM phone_calls WHERE match != 'none' LIMIT 1 BY match"})
	if len(of) != 2 {
		t.Fatalf("got %v, want one exact and one likely match", of)
	}
	for _, match := range of {
		c := month()
		c.Further = map[string]string{"record": fmt.Sprint(match["record_id"])}
		p, _ := dashboards.PanelOf("call_phones")
		rows, _ := r.rows(p, c)
		if !slices.ContainsFunc(rows, func(row map[string]any) bool { return row["match"] == match["match"] }) {
			t.Errorf("got %v, want a match that is %v", rows, match["match"])
		}
	}
}

// The panels of telephone calls leave the matches out, which cost more than all else, and say what
// the view phone_calls says.
func TestThePanelsOfTelephoneCallsSayWhatTheirViewSays(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for panel, view := range map[string]string{
		"phone_trunks": `SELECT if(trunk = '', toString(log), toString(trunk)) AS trunk, count() AS attempts, countIf(connected) AS connected,
			countIf(delivered = false) AS failed, count(delivered) AS n, avg(setup_seconds) AS setup_seconds,
			avg(talk_seconds) AS talk_seconds FROM phone_calls GROUP BY trunk`,
		"phone_failures": `SELECT category, meaning, if(trunk = '', toString(log), toString(trunk)) AS trunk,
			ifNull(toString(final_sip_code), '') AS sip_code, ifNull(toString(call_end_sub_reason), '') AS subcode, count() AS calls
			FROM phone_calls WHERE delivered = false GROUP BY ALL`,
		"phone_costs": `SELECT currency, destination_name, license_capability, count() AS calls, sum(talk_seconds) / 60 AS minutes,
			sum(ifNull(cost, 0)) AS costs FROM phone_calls WHERE log = 'pstn_calls' GROUP BY ALL`,
	} {
		t.Run(panel, func(t *testing.T) {
			t.Parallel()
			r := &reader{t, r.door}
			p, _ := dashboards.PanelOf(panel)
			c := month()
			c.From, c.To = c.From.AddDate(0, 0, -30), c.To.AddDate(0, 0, 2) // the logs' own zones
			got, _ := r.rows(p, c)
			want, columns := r.answer(panel, dashboards.Question{SQL: view})
			told := func(rows []map[string]any) (lines []string) {
				for _, row := range rows {
					line := ""
					for _, column := range columns {
						if n, ok := row[column].(json.Number); ok && strings.Contains(n.String(), ".") {
							mean, _ := n.Float64() // its last digit goes by the order in which it was added up
							line += fmt.Sprintf("%.12g ", mean)
							continue
						}
						line += fmt.Sprint(row[column], " ")
					}
					lines = append(lines, line)
				}
				slices.Sort(lines)
				return lines
			}
			if got, want := told(got), told(want); len(want) == 0 || len(want) < 50 && !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// Whatever is chosen, every kind of rows can be narrowed by it.
func TestEveryDimensionNarrowsAllKindsOfRows(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for name, narrowed := range map[string][]dashboards.Narrow{
		"a site": {{Dimension: "building", Value: `O'Neill \ Lisbon`}, {Dimension: "platform", Value: "windows"},
			{Dimension: "scenario", Value: "meeting"}},
		"times, and what is not known": {{Dimension: "tenant_id", Value: tenantID}, {Dimension: "hour", Value: "09"},
			{Dimension: "bssid"}, {Dimension: "outcome", Value: "ok"}},
	} {
		// All kinds of rows are in these, and the largest statements, which have a bound.
		for _, panel := range []string{"health", "outcomes", "daily_calls", "rejoins", "runs", "worst_calls", "find"} {
			t.Run(name+"/"+panel, func(t *testing.T) {
				t.Parallel()
				c := month()
				c.Narrowed = narrowed
				p, _ := dashboards.PanelOf(panel)
				(&reader{t, r.door}).rows(p, c)
			})
		}
	}
	t.Run("all", func(t *testing.T) {
		t.Parallel()
		c := month()
		for _, d := range dashboards.Dimensions() {
			c.Narrowed = append(c.Narrowed, dashboards.Narrow{Dimension: d.Name, Value: "nobody's"})
		}
		p, _ := dashboards.PanelOf("daily_poor")
		if rows, _ := (&reader{t, r.door}).rows(p, c); len(rows) > 0 {
			t.Errorf("got %v, want no rows", rows)
		}
	})
}

// What the warehouse has of a dimension is what the dimension can have.
func TestDimensionsCanHaveWhatThereIs(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for _, d := range dashboards.Dimensions() {
		if d.Can("nobody's") {
			continue // any text
		}
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			view, is := cmp.Or(d.Of, "stream_ends"), cmp.Or(d.SQL, d.Name)
			rows, _ := (&reader{t, r.door}).answer(d.Name, dashboards.Question{
				SQL: "SELECT DISTINCT " + is + " AS value FROM " + view, Parameters: map[string]string{"zone": "Asia/Tokyo"}})
			for _, row := range rows {
				if value := fmt.Sprint(row["value"]); !d.Can(value) {
					t.Errorf("got %q in the warehouse, which it cannot have", value)
				}
			}
			if len(rows) == 0 {
				t.Error("got no value of the simulated tenant")
			}
		})
	}
}

// What readers choose is bound, and never stands in the SQL.
func TestNothingThatIsChosenStandsInTheSQL(t *testing.T) {
	t.Parallel()
	const chosen = "Robert'); DROP TABLE records --"
	c := month()
	c.Further = map[string]string{"text": chosen, "record": chosen, "run": chosen, "load": "1", "session": "1", "segment": "1", "medium": "1", "stream": "1",
		"telephone": chosen, "rules": chosen, "trunk": chosen, "destination": chosen, "plan": chosen, "currency": chosen, "log": chosen}
	for _, d := range dashboards.Dimensions() {
		c.Narrowed = append(c.Narrowed, dashboards.Narrow{Dimension: d.Name, Value: chosen})
	}
	for _, page := range dashboards.Pages() {
		for _, p := range page.Panels {
			q, err := p.Ask(c, "store")
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(q.SQL, "Robert") || strings.Contains(q.SQL, "/*") {
				t.Errorf("%s: got what was chosen, or a placeholder, in\n%s", p.Name, q.SQL)
			}
		}
	}
}

// newServedReader asks the same warehouse, served over HTTP.
func newServedReader(t *testing.T) *reader {
	t.Helper()
	newReader(t) // which fills it
	web := httptest.NewServer(servertest.New(store, servertest.Options{}))
	t.Cleanup(web.Close)
	served, err := server.Open(t.Context(), server.Options{URL: web.URL, Database: database})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = served.Close() })
	return &reader{t, httpserver.New(server.Sessions{Engine: served, Database: database}, httpserver.Options{Database: database})}
}

// The same questions are answered by a served ClickHouse.
func TestAServedWarehouseAnswersToo(t *testing.T) {
	t.Parallel()
	r := newServedReader(t)
	c := month()
	c.Further = newReader(t).anyCall()
	c.Narrowed = []dashboards.Narrow{{Dimension: "building", Value: "Lisbon"}}
	asked := map[string]bool{}
	for _, p := range everyPanel() {
		if asked[p.Name] {
			continue
		}
		asked[p.Name] = true
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			rows, _ := (&reader{t, r.door}).rows(p, c)
			if slices.Contains([]string{"stamp", "health", "worst_sites", "apart", "call_streams", "version_pages"}, p.Name) && len(rows) == 0 {
				t.Error("got no rows, want those of Lisbon")
			}
		})
	}
}

// everyPanel are all that the pages ask, some more than once.
func everyPanel() []dashboards.Panel {
	panels := []dashboards.Panel{dashboards.Stamp(), dashboards.Values(), dashboards.Tables()}
	for _, page := range dashboards.Pages() {
		panels = append(panels, page.Panels...)
	}
	return panels
}

func TestWhatIsLookedForIsTakenFor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                     "all calls",
		"9140E940-fa79-460f-a773-6c9c0eb49faa": "the id of a call, a person or a conference",
		"https://teams.microsoft.com/l/meetup-join/19%3ameeting?context=x": "the link of a meeting",
		"10.40.7.0/24":         "an address or a subnet",
		"2001:db8::1":          "an address or a subnet",
		"3C:84:6A:28:07:00":    "an access point",
		"+41 44 555 12 **":     "a telephone number",
		"ann@contoso.example":  "the user principal name of a person",
		"LAPTOP-7":             "the name of a person, a machine or an organizer",
		"' OR 1 = 1 --":        "the name of a person, a machine or an organizer",
		"  Ann  ":              "the name of a person, a machine or an organizer",
		"12 Monkeys committee": "the name of a person, a machine or an organizer",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got := dashboards.Find(text).As; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// wanted are the columns that a panel shows or leads by.
func wanted(p dashboards.Panel) (names []string) {
	for _, c := range p.Columns {
		names = append(names, c.Name)
		names = append(names, c.To.Narrow...)
		for _, column := range c.To.Further {
			names = append(names, column)
		}
		if c.To.Paired {
			names = append(names, "dimension", "value")
		}
		if c.Unit == dashboards.Rate {
			names = append(names, c.Name+"_low", c.Name+"_high")
		}
	}
	return append(names, p.Rows...)
}

// What is wrong in the simulated tenant is on top of the pages.
func TestTheStoryIsOnTop(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	t.Run("site", func(t *testing.T) {
		p, _ := dashboards.PanelOf("worst_sites")
		rows, _ := r.rows(p, month())
		var top []string
		for _, row := range rows[:2] {
			top = append(top, fmt.Sprint(row["building"], " ", row["network_class"]))
		}
		if !slices.Contains(top, "Lisbon office_wifi") {
			t.Errorf("got %q, want Lisbon office_wifi among the two worst", top)
		}
	})
	t.Run("a filter holds", func(t *testing.T) {
		p, _ := dashboards.PanelOf("access_points_of")
		c := month()
		c.Narrowed = []dashboards.Narrow{{Dimension: "building", Value: "Lisbon"}}
		rows, _ := r.rows(p, c)
		for _, row := range rows {
			if row["building"] != "Lisbon" {
				t.Errorf("got a row of %v, want Lisbon only", row["building"])
			}
		}
		if len(rows) == 0 {
			t.Error("got no access points, want those of Lisbon")
		}
	})
}

// A statement with its values in it says what the bound one says, whatever the values are.
func TestAQuestionCanBeWrittenAsOneStatement(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	c := month()
	c.Further = r.anyCall()
	for _, page := range dashboards.Pages() {
		for _, p := range page.Panels {
			t.Run(page.Name+"/"+p.Name, func(t *testing.T) {
				t.Parallel()
				q, err := p.Ask(c, database+"_store")
				if err != nil {
					t.Fatal(err)
				}
				if text := q.Literal(); len(dashboards.Names(text)) > 0 {
					t.Errorf("got a placeholder in\n%s", text)
				}
			})
		}
	}
	for _, building := range []string{"Lisbon", `O'Neill \ "Lisbon"`, "a\tb\n'); DROP TABLE records --"} {
		c.Narrowed = []dashboards.Narrow{{Dimension: "building", Value: building}}
		for _, name := range []string{"worst_sites", "health", "find", "stream", "version_pages"} {
			p, _ := dashboards.PanelOf(name)
			q, err := p.Ask(c, database+"_store")
			if err != nil {
				t.Fatal(err)
			}
			want, _ := r.rows(p, c)
			if got, _ := r.answer(name, dashboards.Question{SQL: q.Literal()}); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s of %q: got %v, want %v", name, building, got, want)
			}
		}
	}
}
