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

// What Grafana and the plugin put in their places (ClickHouse plugin for Grafana, Macros).
var macros = func(c dashboards.Choice) *strings.Replacer {
	return strings.NewReplacer(
		"$__fromTime", fmt.Sprintf("toDateTime(%d)", c.From.Unix()), "$__toTime", fmt.Sprintf("toDateTime(%d)", c.To.Unix()),
		"${tenant:singlequote}", "'"+tenantID+"'", "${zone}", "Europe/Zurich", "${media}", "audio", "${minimum}", "20")
}

func TestEveryPanelOfGrafanaAnswers(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	asked := map[string]bool{}
	for name, text := range grafana(t, database+"_store") {
		var d struct {
			Panels []struct {
				Title, Type string
				GridPos     struct{ X, Y, W, H int }
				Targets     []struct{ RawSQL string }
			}
		}
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		taken := map[[2]int]string{}
		for _, p := range d.Panels {
			for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
				for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
					if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
						t.Errorf("%s: %s lies on %q at %d, %d", name, p.Title, other, x, y)
					}
					taken[[2]int{x, y}] = p.Title
				}
			}
			sql := macros(month()).Replace(p.Targets[0].RawSQL)
			if p.Type == "table" { // its statement is the page's, which another test asks: one per file tells of the macros
				if asked[name] {
					continue
				}
				asked[name] = true
			}
			if asked[sql] {
				continue
			}
			asked[sql] = true
			t.Run(name+"/"+p.Title, func(t *testing.T) {
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
