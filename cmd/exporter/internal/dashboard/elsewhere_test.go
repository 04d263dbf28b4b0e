package dashboard

import (
	"encoding/json"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

func TestAPanelIsTakenToOtherTools(t *testing.T) {
	t.Parallel()
	const path = chosen.Path + "elsewhere/worst_sites?building=O%27Neill&media=video"
	for name, c := range map[string]struct {
		o     Options
		wants []string
	}{
		"nothing else": {Options{}, []string{"Set <code>listen.grafana_url</code>", "exporter warehouse</code>"}},
		"served here":  {Options{Interface: Interface{Here: true, User: "ann", Database: "d"}}, []string{"http://example.com/", "<code>ann</code>", "<code>d</code>"}},
		"a server": {Options{Interface: Interface{URL: "https://clickhouse.example:8443", Database: "d"}},
			[]string{"https://clickhouse.example:8443", "one that may read it"}},
		"Grafana": {Options{Grafana: "https://grafana.example"}, []string{"https://grafana.example/explore?", "https://grafana.example/d/callrecords-health?",
			"viewPanel=panel-4", "var-media=video"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.o.Door, c.o.Store, c.o.Logger, c.o.Now = saying(nil), "s", slog.New(slog.DiscardHandler), now
			status, text := get(t, New(c.o), path)
			for _, want := range append(c.wants, `building = &#39;O\&#39;Neill&#39;`, chosen.Path+"panel/worst_sites.csv?") {
				if status != http.StatusOK || !strings.Contains(text, want) {
					t.Errorf("got status %d, want %q in\n%s", status, want, text)
				}
			}
		})
	}
	t.Run("no call", func(t *testing.T) {
		t.Parallel()
		if status, text := get(t, made(nil), chosen.Path+"elsewhere/call_legs"); status != http.StatusBadRequest || !strings.Contains(text, "come to it from a row") {
			t.Errorf("got status %d, want 400 and what to do\n%s", status, text)
		}
	})
}

func TestExploreGetsTheStatement(t *testing.T) {
	t.Parallel()
	_, text := get(t, New(Options{Door: saying(nil), Store: "s", Logger: slog.New(slog.DiscardHandler), Now: now, Grafana: "https://grafana.example"}),
		chosen.Path+"elsewhere/daily_poor?from=2026-11-01&until=2026-11-02")
	link := regexp.MustCompile(`href="(https://grafana.example/explore[^"]*)"`).FindStringSubmatch(text)
	if link == nil {
		t.Fatalf("got no link to Explore in\n%s", text)
	}
	at, err := url.Parse(html.UnescapeString(link[1]))
	if err != nil {
		t.Fatal(err)
	}
	var panes map[string]struct {
		Datasource string
		Queries    []struct{ RawSQL string }
		Range      struct{ From, To string }
	}
	if err := json.Unmarshal([]byte(at.Query().Get("panes")), &panes); err != nil {
		t.Fatal(err)
	}
	pane := panes["a"]
	if pane.Datasource != "callrecords" || !strings.Contains(pane.Queries[0].RawSQL, "toDateTime('2026-11-01 00:00:00', 'UTC')") ||
		pane.Range.From != "1793491200000" || pane.Range.To != "1793664000000" {
		t.Errorf("got %+v, want the statement and its two days", pane)
	}
}
