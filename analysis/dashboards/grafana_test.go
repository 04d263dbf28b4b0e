package dashboards_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/analysis/dashboards"
	"callrecords/internal/golden"
	"callrecords/load/engine"
)

// provisioned is the data source and the plugin that the compose file has; a test of deploy
// holds the files against it.
var provisioned = dashboards.Source

const pluginVersion = "4.20.0"

// folder has Grafana's dashboards.
const folder = "../../deploy/grafana/dashboards"

func grafana(t *testing.T, store string) map[string][]byte {
	t.Helper()
	files, err := dashboards.Grafana(provisioned, pluginVersion, store)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Run with -update to write them.
func TestGrafanaHasThePages(t *testing.T) {
	t.Parallel()
	files := grafana(t, "callrecords_store")
	for name, text := range files {
		golden.File(t, filepath.Join(folder, name), string(text))
	}
	there, err := filepath.Glob(filepath.Join(folder, "callrecords-*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range there {
		if files[filepath.Base(file)] == nil {
			t.Errorf("%s is of no page any more: remove it", file)
		}
	}
}

// What Grafana and the plugin put in their places (ClickHouse plugin for Grafana, pkg/macros). That no
// more is to it is what TestMacrosStandAlone holds.
var macros = func(c dashboards.Choice) *strings.Replacer {
	return strings.NewReplacer(
		"$__fromTime", fmt.Sprintf("toDateTime(%d)", c.From.Unix()), "$__toTime", fmt.Sprintf("toDateTime(%d)", c.To.Unix()),
		"${tenant:singlequote}", "'"+tenantID+"'", "${zone}", "Europe/Zurich", "${media}", "audio", "${minimum}", "20")
}

// grafanaPanel is one of a dashboard's, as far as the tests look at it.
type grafanaPanel struct {
	Title, Type string
	GridPos     struct{ X, Y, W, H int }
	Targets     []struct{ RawSQL string }
}

// panelsOf are those of a dashboard.
func panelsOf(t *testing.T, text []byte) []grafanaPanel {
	t.Helper()
	var d struct{ Panels []grafanaPanel }
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d.Panels
}

// The plugin's versions differ in how they read macros: what is in a comment, what in quotes, and
// what stands in parentheses behind one. Where none of that is, all of them do the same.
func TestMacrosStandAlone(t *testing.T) {
	t.Parallel()
	for name, text := range grafana(t, "store") {
		for _, p := range panelsOf(t, text) {
			found := 0
			for sql := p.Targets[0].RawSQL; sql != ""; {
				n, kind := engine.Token(sql)
				token, rest := sql[:n], sql[n:]
				if kind == engine.TokenSign && token == "$" { // the engine knows no such sign
					word, _ := engine.Token(rest)
					token, rest = token+rest[:word], rest[word:]
				}
				switch {
				case !strings.Contains(token, "$__"):
				case token != "$__fromTime" && token != "$__toTime":
					t.Errorf("%s: %s: got %q, want the two macros alone", name, p.Title, token)
				case strings.HasPrefix(strings.TrimSpace(rest), "("):
					t.Errorf("%s: %s: got parentheses behind %s, which would be its arguments", name, p.Title, token)
				default:
					found++
				}
				sql = rest
			}
			if want := strings.Count(p.Targets[0].RawSQL, "$__"); found != want {
				t.Errorf("%s: %s: got %d macros, want %d", name, p.Title, found, want)
			}
		}
	}
}

func TestPanelsOfGrafanaDoNotOverlap(t *testing.T) {
	t.Parallel()
	for name, text := range grafana(t, "store") {
		taken := map[[2]int]string{}
		for _, p := range panelsOf(t, text) {
			for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
				for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
					if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
						t.Errorf("%s: %s lies on %q at %d, %d", name, p.Title, other, x, y)
					}
					taken[[2]int{x, y}] = p.Title
				}
			}
		}
	}
}

func TestEveryPanelOfGrafanaAnswersOnBothEngines(t *testing.T) {
	t.Parallel()
	for engine, r := range map[string]*reader{"embedded": newReader(t), "served": newServedReader(t)} {
		asked := map[string]bool{}
		for name, text := range grafana(t, database+"_store") {
			for _, p := range panelsOf(t, text) {
				sql := macros(month()).Replace(p.Targets[0].RawSQL)
				if asked[sql] {
					continue
				}
				asked[sql] = true
				t.Run(engine+"/"+name+"/"+p.Title, func(t *testing.T) {
					t.Parallel()
					w := httptest.NewRecorder()
					r.door.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "http://localhost/?wait_end_of_query=1", strings.NewReader(sql)))
					if body, _ := io.ReadAll(w.Body); w.Code != http.StatusOK {
						t.Errorf("got status %d, %.1000s\n%s", w.Code, body, sql)
					}
				})
			}
		}
	}
}
