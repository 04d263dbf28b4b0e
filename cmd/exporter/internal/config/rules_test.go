package config

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

func TestClusterWantsAServerAndAName(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ url, cluster, want string }{
		"none":           {"https://h", "", ""},
		"a name":         {"https://h", "prod-cluster_1", ""},
		"none, embedded": {"embedded:./data", "", ""},
		"a name, embedded": {"embedded:./data", "main", "wants a server in warehouse.url; the embedded " +
			"engine is one node"},
		"a name with blanks": {"https://h", "two words", "wants a name of letters, digits, _, - and ., as " +
			"system.clusters has it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := LoadWarehouse("", []string{
				"CALLRECORDS_WAREHOUSE_URL=" + c.url, "CALLRECORDS_WAREHOUSE_CLUSTER=" + c.cluster})
			var want []string
			if c.want != "" {
				want = []string{"environment: CALLRECORDS_WAREHOUSE_CLUSTER: " + c.want}
			}
			if got := told(t, "x/x", err); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestWhoseRightsTheViewsRunWith(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ security, cluster, want string }{
		"the reader's":               {"", "", ""},
		"the exporter's":             {"definer", "", ""},
		"the reader's, on a cluster": {"invoker", "main", ""},
		"somebody else's":            {"none", "", "SQL_SECURITY: wants one of invoker, definer"},
		"the exporter's, on a cluster": {"definer", "main", "CLUSTER: wants invoker in warehouse.sql_security: on a cluster views are " +
			"Distributed tables, which always ask with the reader's rights"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := LoadWarehouse("", []string{"CALLRECORDS_WAREHOUSE_URL=https://h",
				"CALLRECORDS_WAREHOUSE_CLUSTER=" + c.cluster, "CALLRECORDS_WAREHOUSE_SQL_SECURITY=" + c.security})
			if c.want == "" && (err != nil || got.Warehouse.SQLSecurity != cmp.Or(c.security, "invoker")) {
				t.Errorf("got %q, %v, want %q", got.Warehouse.SQLSecurity, err, c.security)
			}
			wantProblem(t, err, c.want)
		})
	}
}

func TestAddressesOfOtherMachinesWantAPassword(t *testing.T) {
	t.Parallel()
	const others = "for other machines"
	for address, want := range map[string]string{
		"":                           "",
		"127.0.0.1:8123":             "",
		"localhost:8123":             "",
		"[::1]:8123":                 "",
		"127.0.0.1:0":                "",
		"0.0.0.0:8123":               others,
		":8123":                      others,
		"[::]:8123":                  others,
		"warehouse.example.com:8123": others,
		"10.0.0.1:8123":              others,
		"127.0.0.1":                  "wants host:port",
		"127.0.0.1:x":                "wants a port",
		"127.0.0.1:":                 "wants a port",
		"127.0.0.1:70000":            "wants a port",
		"http://127.0.0.1:8123":      "wants host:port",
	} {
		t.Run(cmp.Or(address, "none"), func(t *testing.T) {
			t.Parallel()
			environ := []string{"CALLRECORDS_LISTEN_ADDRESS=" + address}
			_, err := LoadWarehouse("", environ)
			wantProblem(t, err, want)
			_, err = LoadWarehouse("", append(environ, "CALLRECORDS_LISTEN_PASSWORD=pa55"))
			if want == others {
				want = ""
			}
			wantProblem(t, err, want)
		})
	}
}

func TestListenKeysThatBelongTogether(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		environ []string
		want    string
	}{
		"a key alone": {[]string{"CALLRECORDS_LISTEN_TLS_KEY_FILE=load.go"},
			"LISTEN_TLS_CERTIFICATE_FILE: is missing"},
		"a certificate alone": {[]string{"CALLRECORDS_LISTEN_TLS_CERTIFICATE_FILE=load.go"},
			"LISTEN_TLS_KEY_FILE: is missing"},
		"two passwords": {[]string{"CALLRECORDS_LISTEN_PASSWORD=a", "CALLRECORDS_LISTEN_PASSWORD_FILE=load.go"},
			"both set"},
		"no queries":   {[]string{"CALLRECORDS_LISTEN_QUERIES=0"}, "1 or more"},
		"rows below 0": {[]string{"CALLRECORDS_LISTEN_MAX_RESULT_ROWS=-1"}, "0 or more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := LoadWarehouse("", c.environ)
			wantProblem(t, err, c.want)
		})
	}
}

// wantProblem wants an error that says something, or none for "".
func wantProblem(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("got %v, want no error", err)
	case want != "" && err == nil:
		t.Errorf("got no error, want %q", want)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Errorf("got %v, want %q", err, want)
	}
}

func TestMetricsGoWhereTheyCan(t *testing.T) {
	t.Parallel()
	there := t.TempDir()
	for name, c := range map[string]struct{ variable, want string }{
		"gateway":                {"PUSH_URL=http://pushgateway:9091", ""},
		"gateway with a user":    {"PUSH_URL=http://u:p@pushgateway:9091", "without user, password"},
		"gateway without a host": {"PUSH_URL=pushgateway", "wants a URL"},
		"textfile":               {"TEXTFILE=" + there + "/a.prom", ""},
		"textfile that is not":   {"TEXTFILE=" + there + "/a.txt", "ends in .prom"},
		"textfile nowhere":       {"TEXTFILE=" + there + "/none/a.prom", "is not a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := LoadWarehouse("", []string{"CALLRECORDS_METRICS_" + c.variable})
			wantProblem(t, err, c.want)
		})
	}
}

func TestServerIsAnsweredForWithoutAReadersPassword(t *testing.T) {
	t.Parallel()
	_, err := LoadWarehouse("", []string{
		"CALLRECORDS_LISTEN_ADDRESS=0.0.0.0:8123", "CALLRECORDS_WAREHOUSE_URL=https://clickhouse.example:8443",
	})
	wantProblem(t, err, "")
}
