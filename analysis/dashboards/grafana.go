package dashboards

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// GrafanaSource is the data source that Grafana's dashboards ask: ClickHouse's own plugin.
type GrafanaSource struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// Source is the data source that the dashboards in deploy/grafana ask.
var Source = GrafanaSource{Type: "grafana-clickhouse-datasource", UID: "callrecords"}

// GrafanaUID names the dashboard of a page.
func GrafanaUID(page string) string { return "callrecords-" + page }

// InGrafana is the first page that Grafana has with a panel, and the panel's id there.
func InGrafana(panel string) (page string, id int, ok bool) {
	for _, p := range Pages() {
		if i := slices.IndexFunc(p.Panels, func(of Panel) bool { return of.Name == panel }); p.inGrafana() && i >= 0 {
			return p.Name, i + 1, true
		}
	}
	return "", 0, false
}

// inGrafana says whether the page shows something without more being chosen than Grafana has variables for.
func (p Page) inGrafana() bool { return p.Listed && p.Name != "find" }

// Grafana is the pages as Grafana's dashboards, by file name: those that show something
// without a site, a call or a stream being chosen. The plugin version is that of the targets.
func Grafana(source GrafanaSource, pluginVersion, store string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, page := range Pages() {
		if !page.inGrafana() {
			continue
		}
		g := grafana{source: source, version: pluginVersion, store: store}
		text, err := g.dashboard(page)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", page.Name, err)
		}
		files[GrafanaUID(page.Name)+".json"] = text
	}
	return files, nil
}

// grafana makes one dashboard.
type grafana struct {
	source         GrafanaSource
	version, store string
	x, y, row      int // where the next panel goes, and how high its row is
}

// object is one of JSON.
type object map[string]any

// written by Grafana's variables and the plugin's macros: what pages bind as parameters.
var grafanaParameters = strings.NewReplacer(
	"{from:DateTime('UTC')}", "$__fromTime",
	"{to:DateTime('UTC')}", "$__toTime",
	"{before:DateTime('UTC')}", "($__fromTime - dateDiff('second', $__fromTime, $__toTime))",
	"{zone:String}", "'${zone}'",
	"{media:String}", "'${media}'",
	"{minimum:UInt32}", "${minimum}",
	"{scopes:Array(String)}", "['all']",
	"= {tenant_id:String}", "IN (${tenant:singlequote})",
)

// dashboard is a page as JSON.
func (g *grafana) dashboard(page Page) ([]byte, error) {
	var panels []object
	for _, p := range page.Panels {
		panel, err := g.panel(p, len(panels)+1)
		if err != nil {
			return nil, err
		}
		panels = append(panels, panel)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	err := e.Encode(object{
		"uid": GrafanaUID(page.Name), "title": "Call records: " + page.Title, "tags": []string{"callrecords"},
		"editable": false, "schemaVersion": 41, "version": 1, "refresh": "", "timezone": "utc",
		"time":        object{"from": "now-28d", "to": "now"},
		"annotations": object{"list": []object{}},
		"links": []object{
			{
				"type":        "dashboards",
				"tags":        []string{"callrecords"},
				"title":       "Pages",
				"keepTime":    true,
				"includeVars": true,
			},
		},
		"templating": object{"list": g.variables()},
		"panels":     panels,
	})
	return b.Bytes(), err
}

// variables are what a reader of Grafana chooses.
func (g *grafana) variables() []object {
	custom := func(name, label, first string, values ...string) object {
		return object{
			"name":    name,
			"label":   label,
			"type":    "custom",
			"query":   strings.Join(append([]string{first}, values...), ","),
			"current": object{"text": first, "value": first},
		}
	}
	return []object{
		{
			"name":       "tenant",
			"label":      "Tenant",
			"type":       "query",
			"datasource": g.source,
			"refresh":    1,
			"multi":      true,
			"includeAll": true,
			"query":      "SELECT DISTINCT tenant_id FROM records ORDER BY tenant_id",
			"current":    object{"text": []string{"All"}, "value": []string{"$__all"}},
		},
		custom("media", "Media", "audio", "video", "sharing"),
		custom("minimum", "Least n", "20", "1", "50", "100", "500"),
		{
			"name":    "zone",
			"label":   "Time zone",
			"type":    "textbox",
			"query":   "UTC",
			"current": object{"text": "UTC", "value": "UTC"},
		},
	}
}

// panel is one of Grafana's, placed behind those before it.
func (g *grafana) panel(p Panel, id int) (object, error) {
	q, err := p.Ask(Choice{Narrowed: []Narrow{{Dimension: "tenant_id"}}}, g.store)
	if err != nil {
		return nil, err
	}
	sql := grafanaParameters.Replace(q.SQL)
	if left := Names(sql); len(left) > 0 {
		return nil, fmt.Errorf(
			"%s asks for %s, which Grafana does not tell",
			p.Name,
			strings.Join(left, ", "),
		)
	}
	kind, overrides := "table", fieldsOf(p)
	options, defaults := object{}, object{}
	switch byDay := len(p.Columns) > 0 && p.Columns[0].Unit == Day; {
	case p.Chart == Tiles:
		kind, defaults = "stat", object{"unit": "percentunit", "decimals": 1}
		options = object{
			"reduceOptions": object{"values": true, "fields": "/^rate$/", "calcs": []string{}},
			"colorMode":     "none",
			"graphMode":     "none",
		}
	case p.Chart == Trend || p.Chart == Lines || p.Chart == Bars && byDay:
		kind = "timeseries"
		custom := object{"drawStyle": "line", "showPoints": "always", "spanNulls": false}
		if p.Chart == Bars {
			custom = object{"drawStyle": "bars", "fillOpacity": 70, "lineWidth": 0}
		} else {
			defaults["unit"], defaults["min"] = "percentunit", 0
		}
		defaults["custom"] = custom
		sql = "SELECT\n    toDateTime(day, 'UTC') AS time,\n    " + strings.Join(
			seriesOf(p),
			",\n    ",
		) + "\nFROM (\n" + sql + "\n)\nORDER BY time"
	}
	format, queryType := 1, "table"
	if kind == "timeseries" {
		format, queryType = 0, "timeseries"
	}
	return object{
		"id": id, "title": p.Title, "description": strings.TrimSpace(p.Note), "type": kind, "datasource": g.source,
		"gridPos": g.place(
			p,
		), "options": options, "fieldConfig": object{"defaults": defaults, "overrides": overrides},
		"targets": []object{
			{
				"refId":         "A",
				"datasource":    g.source,
				"editorType":    "sql",
				"queryType":     queryType,
				"format":        format,
				"pluginVersion": g.version,
				"rawSql":        sql,
			},
		},
	}, nil
}

// place is where a panel lies: half of a row, or a whole one.
func (g *grafana) place(p Panel) object {
	const whole, half = 24, 12
	w, h := half, 9
	if p.Wide {
		w = whole
	}
	if p.Chart == Tiles {
		h = 5
	}
	if g.x+w > whole {
		g.x, g.y, g.row = 0, g.y+g.row, 0
	}
	at := object{"x": g.x, "y": g.y, "w": w, "h": h}
	g.x, g.row = g.x+w, max(g.row, h)
	return at
}

// seriesOf are the columns that a panel draws over days.
func seriesOf(p Panel) (names []string) {
	if p.Chart == Trend {
		return []string{"rate", "rate_low", "rate_high", "before_rate", "target"}
	}
	for _, c := range p.Columns {
		if p.Chart == Lines && c.Unit == Percent || p.Chart == Bars && c.Unit == Count && len(names) < 2 {
			names = append(names, c.Name)
		}
	}
	return names
}

// grafanaUnits are Grafana's names for ours.
var grafanaUnits = map[Unit]string{
	Percent: "percentunit", Rate: "percentunit", Seconds: "s", Minutes: "m", Hours: "h", Count: "locale",
}

// fieldsOf says how the columns of a panel are set.
func fieldsOf(p Panel) []object {
	fields := []object{}
	for _, c := range p.Columns {
		properties := []object{{"id": "displayName", "value": c.Label}}
		if unit := grafanaUnits[c.Unit]; unit != "" {
			properties = append(properties, object{"id": "unit", "value": unit})
		}
		if p.Chart == League || p.Chart == Table || p.Chart == Paste {
			fields = append(
				fields,
				object{"matcher": object{"id": "byName", "options": c.Name}, "properties": properties},
			)
		}
	}
	return fields
}
