package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// contract is the configuration that deployments were promised.
const contract = `tenants:
  - tenant_id: 00000000-0000-0000-0000-00000000000A
    cloud: custom            # global | gcc_high | dod | custom
    graph_root: "https://127.0.0.1:9443/"
    authority: "https://127.0.0.1:9443"
    auth:
      method: client_secret  # client_secret | client_certificate | …
      client_id: "me"
      client_secret: ${CALLRECORDS_CLIENT_SECRET}
warehouse:
  url: embedded:./data       # or https://user:password@host:8443
  database: callrecords
export:
  lookback: 3d
  participants: false
  raw_pages: true
schedule:
  cron: "*/5 * * * *"
log:
  level: debug
  format: auto
`

// written puts a configuration into a file of its own.
func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// told returns the lines of an error with the folder of the file cut off.
func told(t *testing.T, file string, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Problems](err); !ok {
		t.Fatalf("error is a %T", err)
	}
	return strings.Split(strings.ReplaceAll(err.Error(), filepath.Dir(file)+"/", ""), "\n")
}

func TestContractLoads(t *testing.T) {
	t.Parallel()
	got, err := Load(written(t, contract), []string{"CALLRECORDS_CLIENT_SECRET=a$${b}", "HOME=/"})
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Tenants = []Tenant{{
		TenantID: "00000000-0000-0000-0000-00000000000a", Cloud: CloudCustom,
		GraphRoot: "https://127.0.0.1:9443", Authority: "https://127.0.0.1:9443",
		Auth: Auth{Method: MethodClientSecret, ClientID: "me", ClientSecret: "a$${b}"},
	}}
	want.Export.Lookback = 72 * time.Hour
	want.Export.Participants = false
	want.Schedule.Cron = "*/5 * * * *"
	want.Log.Level = "debug"
	if got.Tenants[0] != want.Tenants[0] || got.Tenants[0].Auth.ClientSecret.Reveal() != "a$${b}" {
		t.Errorf("tenant is %+v", got.Tenants[0])
	}
	if got.Warehouse != want.Warehouse || got.Export != want.Export || got.Schedule != want.Schedule || got.Log != want.Log {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestDefaultsAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	c := Default()
	want := Export{Lookback: 48 * time.Hour, Participants: true, RawPages: true, ReconcileEvery: 24 * time.Hour,
		QuotaShare: 0.8, RetryBudget: 2 * time.Minute, ExpiryAlarm: 120 * time.Hour, Concurrency: 64}
	if c.Export != want {
		t.Errorf("export is %+v", c.Export)
	}
	if c.Warehouse != (Warehouse{URL: "embedded:./data", Database: "callrecords"}) {
		t.Errorf("warehouse is %+v", c.Warehouse)
	}
	if c.Schedule.Cron != "*/15 * * * *" || c.Log != (Log{Level: "info", Format: "auto"}) || len(c.Tenants) != 0 {
		t.Errorf("the rest is %+v", c)
	}
}

func TestEveryDefaultAndExampleIsValid(t *testing.T) {
	t.Parallel()
	for _, k := range keys {
		for _, text := range []string{k.fallback, k.example} {
			if text == "" {
				continue
			}
			if wrong := k.set(&Config{Tenants: make([]Tenant, 1)}, at(k.path, 0), text); wrong != "" {
				t.Errorf("%s: %q %s", k.path, text, wrong)
			}
		}
		if k.doc == "" || !strings.HasSuffix(k.doc, ".") || strings.ContainsAny(k.doc, "|\n") {
			t.Errorf("%s: its line is %q", k.path, k.doc)
		}
	}
}

func TestNullLeavesDefaults(t *testing.T) {
	t.Parallel()
	c, err := LoadWarehouse(written(t, "tenants:\nwarehouse: ~\nexport:\n  lookback:\n  quota_share: null\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Export != Default().Export || c.Warehouse != Default().Warehouse {
		t.Errorf("got %+v", c)
	}
}

func TestConfigIsEmptyWhenThereAreProblems(t *testing.T) {
	t.Parallel()
	c, err := Load(written(t, strings.Replace(contract, "3d", "3x", 1)), []string{"CALLRECORDS_CLIENT_SECRET=x"})
	if err == nil || len(c.Tenants) > 0 || c.Warehouse.URL != "" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestWarehouseAloneNeedsNoTenants(t *testing.T) {
	t.Parallel()
	file := written(t, "tenants:\n  - cloud: custom\n    auth: {client_secret_file: /none}\nwarehouse:\n  url: http://h\n")
	c, err := LoadWarehouse(file, nil)
	if err != nil || c.Warehouse.URL != "http://h:8123" {
		t.Errorf("got %+v, %v", c.Warehouse, err)
	}
	if _, err := Load(file, nil); err == nil {
		t.Error("Load takes the same tenants")
	}
	if _, err := LoadWarehouse("", nil); err != nil {
		t.Errorf("nothing set: %v", err)
	}
	if _, err := LoadWarehouse(written(t, "wharehouse: {}"), nil); err == nil {
		t.Error("an unknown key is taken")
	}
}

func TestDurationsKnowDays(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"30d": 720 * time.Hour, "1.5d": 36 * time.Hour, "1d12h": 36 * time.Hour, "2m": 2 * time.Minute, "0d": 0, "1h30m": 90 * time.Minute,
	} {
		if got, err := parseDuration(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "d", "-1d", "1e3d", "1d-1h", "1d48h", "48", "1w", "99999999999d", "1dd", "1 d"} {
		if got, err := parseDuration(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func FuzzAnyFileIsReadOrRefused(f *testing.F) {
	f.Add(contract)
	f.Add(Example())
	f.Add("a: &a [*a]\n<<: *a\n? x\n: y\n--- |\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := newRawConfig("config.yaml", nil)
		if !d.readYAML([]byte(text)) {
			if len(d.problems.List) == 0 {
				t.Error("refused without a problem")
			}
			return
		}
		c := d.build()
		d.warehouseRules(&c.Warehouse)
		d.tenantRules(&c)
		if err := d.problems.err(); err == nil && (len(c.Tenants) == 0 || c.Tenants[0].TenantID == "") {
			t.Errorf("taken without a tenant: %+v", c)
		}
	})
}
