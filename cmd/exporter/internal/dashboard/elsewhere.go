package dashboard

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Interface is ClickHouse's HTTP interface over which other tools ask the same warehouse.
type Interface struct {
	URL      string // of a server; "" is none
	Here     bool   // it is beside these pages
	User     string
	Database string
}

// elsewhereView is how the question of a panel is asked by other tools.
type elsewhereView struct {
	Back      string // to the panel
	Explore   string // of Grafana; "" where none is known
	Dashboard string // of Grafana; "" where it has none of the page
	Interface
	SQL string
	CSV string
}

// elsewhere is the page that takes a panel to other tools.
func (h *handler) elsewhere(w http.ResponseWriter, r *http.Request, p dashboards.Panel) {
	s := chosen.StateOf("panel/"+p.Name, r.URL.Query())
	now := h.Now()
	q, err := p.Ask(s.Choice(now), h.Store)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		h.write(r.Context(), w, "top", h.frame(s, p.Title, nil))
		h.write(r.Context(), w, "lacking", nil)
		h.write(r.Context(), w, "bottom", nil)
		return
	}
	v := elsewhereView{Back: s.URL(), Interface: h.Interface, SQL: q.Literal()}
	if v.Here {
		v.URL = map[bool]string{true: "https://", false: "http://"}[r.TLS != nil] + r.Host + "/"
	}
	csv := s
	csv.On += ".csv"
	v.CSV = csv.URL()
	if h.Grafana != "" {
		v.Explore = explore(h.Grafana, v.SQL, s.Choice(now))
		v.Dashboard = grafanaDashboard(h.Grafana, p, s, s.Choice(now))
	}
	h.write(r.Context(), w, "top", h.frame(s, p.Title, nil))
	h.write(r.Context(), w, "elsewhere", v)
	h.write(r.Context(), w, "bottom", nil)
}

// explore is where Grafana's Explore asks a statement.
func explore(grafana, sql string, c dashboards.Choice) string {
	type object = map[string]any
	source := object{"type": dashboards.Source.Type, "uid": dashboards.Source.UID}
	panes, err := json.Marshal(object{"a": object{
		"datasource": dashboards.Source.UID,
		"queries": []object{{
			"refId": "A", "datasource": source, "editorType": "sql", "queryType": "table", "format": 1, "rawSql": sql,
		}},
		"range": object{"from": milliseconds(c.From.UnixMilli()), "to": milliseconds(c.To.UnixMilli())},
	}})
	if err != nil { // texts and numbers can be written
		return ""
	}
	return grafana + "/explore?" + url.Values{"schemaVersion": {"1"}, "panes": {string(panes)}}.Encode()
}

// grafanaDashboard is where Grafana shows a panel with the filters that it has; "" for none.
func grafanaDashboard(grafana string, p dashboards.Panel, s chosen.State, c dashboards.Choice) string {
	page, id, ok := dashboards.InGrafana(p.Name)
	if !ok {
		return ""
	}
	q := url.Values{
		"viewPanel": {"panel-" + strconv.Itoa(id)},
		"from":      {milliseconds(c.From.UnixMilli())}, "to": {milliseconds(c.To.UnixMilli())},
		"var-media": {s.Media}, "var-minimum": {strconv.Itoa(s.Minimum)}, "var-zone": {s.Zone},
	}
	if tenant, chosen := c.Value("tenant_id"); chosen {
		q.Set("var-tenant", tenant)
	}
	return grafana + "/d/" + dashboards.GrafanaUID(page) + "?" + q.Encode()
}

// milliseconds are an instant as Grafana's links have it.
func milliseconds(n int64) string { return strconv.FormatInt(n, 10) }
