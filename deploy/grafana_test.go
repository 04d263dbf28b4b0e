package deploy_test

import (
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// dashboard is Grafana's JSON, as far as the tests look at it.
type dashboard struct {
	UID        string
	Panels     []panel
	Templating struct{ List []variable }
}

type panel struct {
	ID         int
	Title      string
	Type       string
	Datasource source
	GridPos    struct{ X, Y, W, H int }
	Targets    []struct {
		Datasource    source
		RawSQL        string `json:"rawSql"`
		QueryType     string
		Format        int
		PluginVersion string
	}
}

type variable struct {
	Name, Type, Query string
	Datasource        source
}

type source struct{ Type, UID string }

func dashboardOf(t *testing.T, file string) dashboard {
	t.Helper()
	var d dashboard
	if err := json.Unmarshal([]byte(read(t, "deploy/grafana/dashboards/"+file)), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// dashboardFiles are those of all dashboards.
func dashboardFiles(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("grafana/dashboards/*.json")
	if err != nil || len(files) < 2 {
		t.Fatalf("got dashboards %v, %v, want those of the pages, too", files, err)
	}
	for _, file := range files {
		names = append(names, filepath.Base(file))
	}
	return names
}

// provisioned is a file of data sources for Grafana.
type provisioned struct {
	APIVersion  int `yaml:"apiVersion"`
	Prune       bool
	Datasources []struct {
		Name, UID, Type string
		IsDefault       bool `yaml:"isDefault"`
		Editable        bool
		JSONData        map[string]any    `yaml:"jsonData"`
		SecureJSONData  map[string]string `yaml:"secureJsonData"`
	}
}

func TestThePanelsAskTheProvisionedSourceWithThePinnedPlugin(t *testing.T) {
	t.Parallel()
	var p provisioned
	decode(t, "deploy/grafana/provisioning/datasources/clickhouse.yaml", &p)
	want := source{p.Datasources[0].Type, p.Datasources[0].UID}
	plugin, version, _ := strings.Cut(composeFile(t).Services["grafana"].Environment["GF_PLUGINS_PREINSTALL_SYNC"], "@")
	if plugin != want.Type {
		t.Errorf("plugin %s is installed, the source is a %s", plugin, want.Type)
	}
	ids := map[string]string{}
	for _, file := range dashboardFiles(t) {
		d := dashboardOf(t, file)
		if other := ids[d.UID]; other != "" {
			t.Errorf("%s and %s have the uid %s", other, file, d.UID)
		}
		ids[d.UID] = file
		for _, v := range d.Templating.List {
			if v.Datasource != want && (v.Type == "" || v.Type == "query") {
				t.Errorf("%s: variable %s asks %v, want %v", file, v.Name, v.Datasource, want)
			}
		}
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				if p.Datasource != want || target.Datasource != want || target.PluginVersion != version {
					t.Errorf("%s: %s asks %v with %s", file, p.Title, target.Datasource, target.PluginVersion)
				}
				if (target.Format == 0) != (target.QueryType == "timeseries") || (target.Format == 0) != (p.Type == "timeseries") {
					t.Errorf("%s: %s: format %d, %s, %s do not agree", file, p.Title, target.Format, target.QueryType, p.Type)
				}
			}
		}
	}
}

func TestTheSourceIsTheComposeFilesWarehouse(t *testing.T) {
	t.Parallel()
	var p provisioned
	decode(t, "deploy/grafana/provisioning/datasources/clickhouse.yaml", &p)
	c, d := composeFile(t), p.Datasources[0]
	password := strings.TrimSuffix(strings.TrimPrefix(d.SecureJSONData["password"], "$__file{/run/secrets/"), "}")
	if password != "reader_password" || c.Secrets[password].File == "" {
		t.Errorf("the password is not a secret's file")
	}
	if user := d.JSONData["username"].(string); !strings.Contains(read(t, "deploy/clickhouse/users.xml"), "<"+user+">") {
		t.Errorf("ClickHouse has no user %s", user)
	}
	if user := c.Services["exporter"].Environment["CALLRECORDS_WAREHOUSE_USER"]; !strings.Contains(read(t, "deploy/clickhouse/users.xml"), "<"+user+">") {
		t.Errorf("ClickHouse has no user %s", user)
	}
	if d.JSONData["protocol"] != "http" || c.Warehouse != "http://clickhouse:8123" || d.JSONData["host"] != "clickhouse" {
		t.Errorf("the source is %v, the warehouse %s", d.JSONData, c.Warehouse)
	}
}

// Grafana opens with a dashboard that is there.
func TestTheHomeDashboardIsOneOfThem(t *testing.T) {
	t.Parallel()
	home := path.Base(composeFile(t).Services["grafana"].Environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])
	if names := dashboardFiles(t); !slices.Contains(names, home) {
		t.Errorf("got %s, want one of %v", home, names)
	}
}
