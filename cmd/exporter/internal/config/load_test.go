package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/problem"
	"callrecords/cmd/exporter/internal/strictyaml"
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
	if _, ok := errors.AsType[*problem.Problems](err); !ok {
		t.Fatalf("error: got a %T, want *problem.Problems", err)
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
	want.Export.Participants = ParticipantsNone
	want.Schedule.Cron = "*/5 * * * *"
	want.Log.Level = "debug"
	if got.Tenants[0] != want.Tenants[0] { // a Secret does not print, but compares
		t.Errorf("tenant: got %+v, want %+v", got.Tenants[0], want.Tenants[0])
	}
	wantSections(t, got, want)
}

// wantSections holds everything but the tenants of a configuration.
func wantSections(t *testing.T, got, want Config) {
	t.Helper()
	if got.Warehouse != want.Warehouse {
		t.Errorf("warehouse: got %+v, want %+v", got.Warehouse, want.Warehouse)
	}
	if got.Export != want.Export {
		t.Errorf("export: got %+v, want %+v", got.Export, want.Export)
	}
	if got.Schedule != want.Schedule {
		t.Errorf("schedule: got %+v, want %+v", got.Schedule, want.Schedule)
	}
	if got.Listen != want.Listen {
		t.Errorf("listen: got %+v, want %+v", got.Listen, want.Listen)
	}
	if got.Metrics != want.Metrics {
		t.Errorf("metrics: got %+v, want %+v", got.Metrics, want.Metrics)
	}
	if got.Log != want.Log {
		t.Errorf("log: got %+v, want %+v", got.Log, want.Log)
	}
}

func TestDefaultsAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	got := Default()
	wantSections(t, got, Config{
		Warehouse: Warehouse{URL: "embedded:./data", Database: "callrecords", SQLSecurity: "invoker"},
		Export: Export{CallRecords: "on", PstnCalls: "auto", DirectRoutingCalls: "auto",
			Lookback: 48 * time.Hour, Participants: ParticipantsAll, RawPages: true, ReconcileEvery: 24 * time.Hour,
			QuotaShare: 0.8, RetryBudget: 2 * time.Minute, ExpiryAlarm: 120 * time.Hour, Concurrency: 64,
			ClaimAge: 5 * time.Minute, Phone: Phone{Lookback: 7 * 24 * time.Hour, History: 90 * 24 * time.Hour}},
		Schedule: Schedule{Cron: "*/15 * * * *", Grace: 30 * time.Second},
		Listen: Listen{User: "default", Queries: 4, MaxTime: time.Minute, MaxMemoryMB: 1024, MaxResultMB: 256,
			MaxResultRows: 1_000_000, TimeZone: "UTC"},
		Log: Log{Level: "info", Format: "auto"},
	})
	if len(got.Tenants) != 0 {
		t.Errorf("tenants: got %+v, want none", got.Tenants)
	}
}

// Files from before the default was written out say 0.
func TestConcurrencyZeroIsTheDefault(t *testing.T) {
	t.Parallel()
	c, err := LoadWarehouse("", []string{"CALLRECORDS_EXPORT_CONCURRENCY=0"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Export.Concurrency, Default().Export.Concurrency; got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

func TestEveryKeyHasAFieldAndAValidDefault(t *testing.T) {
	t.Parallel()
	fields := map[any]string{}
	c := defaults(1)
	for path, k := range eachKey(1) {
		t.Run(k.path, func(t *testing.T) {
			field := c.field(path)
			if other, twice := fields[field]; twice {
				t.Errorf("field: got that of %s, want its own", other)
			}
			fields[field] = path
			if wrong := parse(field, "x"); strings.Contains(wrong, "not read") {
				t.Errorf("field: it %s", wrong)
			}
			for _, text := range []string{k.fallback, k.example} {
				scratch := defaults(1)
				if text == "" {
					continue
				}
				if wrong := k.set(&scratch, path, text); wrong != "" {
					t.Errorf("%q: got %q, want no problem", text, wrong)
				}
			}
			if !strings.HasSuffix(k.doc, ".") || strings.ContainsAny(k.doc, "|\n") {
				t.Errorf("doc: got %q, want one line of sentences", k.doc)
			}
		})
	}
}

func TestNullLeavesDefaults(t *testing.T) {
	t.Parallel()
	file := written(t, "tenants:\nwarehouse: ~\nexport:\n  lookback:\n  quota_share: null\n")
	c, err := LoadWarehouse(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantSections(t, c, Default())
}

func TestConfigIsEmptyWhenThereAreProblems(t *testing.T) {
	t.Parallel()
	file := written(t, strings.Replace(contract, "3d", "3x", 1))
	c, err := Load(file, []string{"CALLRECORDS_CLIENT_SECRET=x"})
	if err == nil {
		t.Error("got no error, want one")
	}
	if len(c.Tenants) > 0 {
		t.Errorf("tenants: got %+v, want none", c.Tenants)
	}
	wantSections(t, c, Config{})
}

func TestWarehouseAloneNeedsNoTenants(t *testing.T) {
	t.Parallel()
	partly := "tenants:\n  - cloud: custom\n    auth: {client_secret_file: /none}\nwarehouse:\n  url: http://h\n"
	t.Run("tenants that are not complete", func(t *testing.T) {
		t.Parallel()
		c, err := LoadWarehouse(written(t, partly), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := c.Warehouse.URL, "http://h:8123"; got != want {
			t.Errorf("URL: got %q, want %q", got, want)
		}
	})
	t.Run("the same tenants for Graph", func(t *testing.T) {
		t.Parallel()
		if _, err := Load(written(t, partly), nil); err == nil {
			t.Error("got no error, want one")
		}
	})
	t.Run("a secret in the environment of another process", func(t *testing.T) {
		t.Parallel()
		file := written(t, "tenants:\n  - auth: {client_secret: '${NOT_HERE}'}\nwarehouse:\n  url: http://h\n")
		if _, err := LoadWarehouse(file, nil); err != nil {
			t.Errorf("got %v, want no error", err)
		}
		file = written(t, "tenants:\n  - auth: {client_secret: '${NOT_HERE'}\nwarehouse:\n  password: '${NOT_HERE}'\n")
		_, err := LoadWarehouse(file, nil)
		if err == nil || strings.Count(err.Error(), "config.yaml:") != 2 {
			t.Errorf("got %v, want what is no variable at all, and one that is wanted", err)
		}
	})
	t.Run("nothing set", func(t *testing.T) {
		t.Parallel()
		if _, err := LoadWarehouse("", nil); err != nil {
			t.Errorf("got %v, want no error", err)
		}
	})
	t.Run("unknown key", func(t *testing.T) {
		t.Parallel()
		if _, err := LoadWarehouse(written(t, "wharehouse: {}"), nil); err == nil {
			t.Error("got no error, want one")
		}
	})
}

func FuzzAnyFileIsReadOrRefused(f *testing.F) {
	f.Add(contract)
	f.Add(Example())
	f.Add("a: &a [*a]\n<<: *a\n? x\n: y\n--- |\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := newRawConfig("config.yaml", nil)
		var ok bool
		if r.Document, ok = strictyaml.Parse(r.file, []byte(text), shape(true), nil); !ok {
			if len(r.Problems.List) == 0 {
				t.Error("refused: got no problem, want one")
			}
			return
		}
		r.tenants = r.Lists["tenants"]
		c := r.build()
		r.warehouseRules(&c.Warehouse)
		r.tenantRules(&c)
		if err := r.Problems.Err(); err == nil && (len(c.Tenants) == 0 || c.Tenants[0].TenantID == "") {
			t.Errorf("taken without a tenant: %+v", c)
		}
	})
}

func TestFileIsTheOneThatWasNamed(t *testing.T) {
	t.Parallel()
	environ := []string{"HOME=/", "CALLRECORDS_CONFIG=of-variable.yaml"}
	for name, c := range map[string]struct {
		named   string
		environ []string
		want    string
	}{
		"by a flag":                   {"of-flag.yaml", environ, "of-flag.yaml"},
		"by a variable":               {"", environ, "of-variable.yaml"},
		"by nobody, and none is here": {"", []string{"CALLRECORDS_CONFIG="}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := File(c.named, c.environ); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
