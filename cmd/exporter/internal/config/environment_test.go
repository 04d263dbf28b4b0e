package config

import (
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/strictyaml"
)

func TestVariablesAloneAreEnough(t *testing.T) {
	t.Parallel()
	c, err := Load("", []string{
		"CALLRECORDS_TENANTS_0_TENANT_ID=11111111-2222-3333-4444-555555555555",
		"CALLRECORDS_TENANTS_0_AUTH_CLIENT_ID=me",
		"CALLRECORDS_TENANTS_0_AUTH_CLIENT_SECRET=${literal}",
		"CALLRECORDS_TENANTS_1_TENANT_ID=11111111-2222-3333-4444-666666666666",
		"CALLRECORDS_TENANTS_1_AUTH_METHOD=managed_identity",
		"CALLRECORDS_WAREHOUSE_URL=https://a:b%40c@h",
		"CALLRECORDS_EXPORT_LOOKBACK=30d",
		"CALLRECORDS_EXPORT_QUOTA_SHARE=",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Tenant{
		{TenantID: "11111111-2222-3333-4444-555555555555", Cloud: CloudGlobal,
			Auth: Auth{Method: MethodClientSecret, ClientID: "me", ClientSecret: "${literal}"}},
		{TenantID: "11111111-2222-3333-4444-666666666666", Cloud: CloudGlobal,
			Auth: Auth{Method: MethodManagedIdentity}},
	}
	if !slices.Equal(c.Tenants, want) {
		t.Errorf("tenants: got %+v, want %+v", c.Tenants, want)
	}
	if got, want := c.Export.Lookback, 720*time.Hour; got != want {
		t.Errorf("lookback: got %v, want %v", got, want)
	}
	if got, want := c.Export.QuotaShare, 0.8; got != want {
		t.Errorf("quota share: got %v, want the default %v", got, want)
	}
}

func TestVariablesGoBeforeTheFile(t *testing.T) {
	t.Parallel()
	c, err := Load(written(t, contract), []string{
		"CALLRECORDS_CLIENT_SECRET=x", "CALLRECORDS_TENANTS_0_AUTH_CLIENT_ID=you",
		"CALLRECORDS_EXPORT_LOOKBACK=5h", "CALLRECORDS_LOG_LEVEL=warn",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Tenants[0].Auth.ClientID, "you"; got != want {
		t.Errorf("client id: got %q, want %q", got, want)
	}
	if got, want := c.Export.Lookback, 5*time.Hour; got != want {
		t.Errorf("lookback: got %v, want %v", got, want)
	}
	if got, want := c.Log.Level, "warn"; got != want {
		t.Errorf("log level: got %q, want %q", got, want)
	}
	if got, want := c.Export.Participants, ParticipantsNone; got != want {
		t.Errorf("participants: got %q, want what the file says, %q", got, want)
	}
}

func TestEveryKeyHasAVariableOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, k := range keys {
		t.Run(k.path, func(t *testing.T) {
			t.Parallel()
			wantTenant := -1
			if k.ofTenant() {
				wantTenant = 7
			}
			path, tenant, ok := variablePath(strings.Replace(k.variable(), "_N_", "_7_", 1))
			if !ok {
				t.Fatal("got no path, want one")
			}
			if want := strictyaml.At(k.path, 7); path != want {
				t.Errorf("path: got %q, want %q", path, want)
			}
			if tenant != wantTenant {
				t.Errorf("tenant: got %d, want %d", tenant, wantTenant)
			}
		})
	}
}

func TestProblemsInVariables(t *testing.T) {
	t.Parallel()
	tenant := []string{
		"CALLRECORDS_TENANTS_0_TENANT_ID=11111111-2222-3333-4444-555555555555",
		"CALLRECORDS_TENANTS_0_AUTH_CLIENT_ID=me", "CALLRECORDS_TENANTS_0_AUTH_CLIENT_SECRET=x",
	}
	for name, test := range map[string]struct{ environ, want []string }{
		"unknown": {append(tenant, "CALLRECORDS_EXPORT_LOKBACK=1"), []string{
			"environment: CALLRECORDS_EXPORT_LOKBACK: unknown variable; did you mean " +
				"CALLRECORDS_EXPORT_LOOKBACK?"}},
		"unknown of a tenant": {append(tenant, "CALLRECORDS_TENANTS_0_CLIENT_SECRET=1"), []string{
			"environment: CALLRECORDS_TENANTS_0_CLIENT_SECRET: unknown variable; did you mean " +
				"CALLRECORDS_TENANTS_0_AUTH_CLIENT_SECRET?"}},
		"like no other": {append(tenant, "CALLRECORDS_ZZ=1"), []string{
			"environment: CALLRECORDS_ZZ: unknown variable; variables are named like the keys: " +
				"CALLRECORDS_EXPORT_LOOKBACK is export.lookback"}},
		"not referenced": {append(tenant, "CALLRECORDS_CLIENT_SECRET=1"), []string{
			"environment: CALLRECORDS_CLIENT_SECRET: unknown variable; variables are named like the keys: " +
				"CALLRECORDS_EXPORT_LOOKBACK is export.lookback"}},
		"bad value": {append(tenant, "CALLRECORDS_EXPORT_PARTICIPANTS=1"), []string{
			`environment: CALLRECORDS_EXPORT_PARTICIPANTS: wants one of all, meetings, none; found "1"`}},
		"gap": {append(tenant, "CALLRECORDS_TENANTS_2_CLOUD=dod"), []string{
			"environment: CALLRECORDS_TENANTS_2_CLOUD: there are 1 tenants; number them from 0, without a gap"}},
		"index with zeros": {append(tenant, "CALLRECORDS_TENANTS_01_CLOUD=dod"), []string{
			"environment: CALLRECORDS_TENANTS_01_CLOUD: unknown variable; did you mean " +
				"CALLRECORDS_TENANTS_N_CLOUD?"}},
		"missing": {tenant[1:], []string{
			"environment: CALLRECORDS_TENANTS_0_TENANT_ID: is missing; every tenant has its own"}},
		"nothing": {nil, []string{
			"environment: CALLRECORDS_TENANTS: names no tenant; one with tenant_id and auth is wanted. There is no " +
				"config.yaml in this folder: exporter config init writes one, --config FILE names another"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load("", test.environ)
			wantLines(t, told(t, "x/x", err), test.want...)
		})
	}
}

func TestProblemsOfFileAndVariablesComeTogether(t *testing.T) {
	t.Parallel()
	file := written(t, whole+"log:\n  level: loud\n")
	_, err := Load(file, []string{"CALLRECORDS_LOG_FORMAT=xml", "CALLRECORDS_TENANTS_1_CLOUD=moon"})
	wantLines(t, told(t, file, err),
		`config.yaml:8: log.level: wants one of debug, info, warn, error; found "loud"`,
		"config.yaml: tenants[1].tenant_id: is missing; every tenant has its own",
		"config.yaml: tenants[1].auth.client_id: is missing; method client_secret wants it",
		"config.yaml: tenants[1].auth.client_secret: is missing; method client_secret wants it, or "+
			"client_secret_file",
		`environment: CALLRECORDS_TENANTS_1_CLOUD: wants one of global, gcc_high, dod, custom; found "moon"`,
		`environment: CALLRECORDS_LOG_FORMAT: wants one of auto, text, json; found "xml"`,
	)
}

// Kubernetes sets variables for every Service of a namespace.
func TestVariablesOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	_, err := LoadWarehouse("", []string{
		"CALLRECORDS_TEST_ANY=1", "CALLRECORDS_CONFIG=x", "CALLRECORDSX=1",
		"CALLRECORDS_SERVICE_HOST=10.0.0.1", "CALLRECORDS_SERVICE_PORT=80", "CALLRECORDS_SERVICE_PORT_HTTP=80",
		"CALLRECORDS_PORT=tcp://10.0.0.1:80", "CALLRECORDS_PORT_80_TCP=tcp://10.0.0.1:80",
		"CALLRECORDS_PORT_80_TCP_ADDR=10.0.0.1",
		"CALLRECORDS_EXPORTER_SERVICE_HOST=10.0.0.1", "CALLRECORDS_EXPORTER_PORT_80_TCP_PROTO=tcp",
	})
	if err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

func TestWorkloadIdentityTakesWhatItsWebhookSet(t *testing.T) {
	t.Parallel()
	_, err := Load("", []string{
		"CALLRECORDS_TENANTS_0_TENANT_ID=11111111-2222-3333-4444-555555555555",
		"CALLRECORDS_TENANTS_0_AUTH_METHOD=workload_identity",
		"AZURE_CLIENT_ID=me", "AZURE_FEDERATED_TOKEN_FILE=/var/run/token",
	})
	if err != nil {
		t.Errorf("got %v, want no error", err)
	}
}
