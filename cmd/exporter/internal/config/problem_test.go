package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/problem"
)

// whole is a tenant without problems, six lines long.
const whole = `tenants:
  - tenant_id: 11111111-2222-3333-4444-555555555555
    auth:
      client_id: me
      client_secret: x

`

// reserved is what is said of YAML's own devices.
const reserved = "anchors, aliases and tags of YAML are not read here; " +
	"put a value that begins with &, * or ! in quotes"

const guidHint = " (Entra admin center, Overview, Tenant ID)"

func TestProblemsSayLineKeyAndWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"unknown key": {whole + "export:\n  lokback: 48h\n", []string{
			"config.yaml:8: export.lokback: unknown key; did you mean export.lookback?"}},
		"unknown section": {whole + "warehous:\n  url: x\n", []string{
			"config.yaml:7: warehous: unknown key; did you mean warehouse?"}},
		"nothing to export": {whole + "export:\n  call_records: off\n  pstn_calls: off\n  direct_routing_calls: off\n", []string{
			"config.yaml:8: export.call_records: is off, and so are pstn_calls and direct_routing_calls: nothing would be exported"}},
		"a log that is neither on nor off": {whole + "export:\n  pstn_calls: yes\n  phone:\n    history: 365d\n", []string{
			`config.yaml:8: export.pstn_calls: wants one of auto, on, off; found "yes"`,
			`config.yaml:10: export.phone.history: wants 1d to 90d: Graph reads a log back no further in one request; found "365d"`}},
		"claims that age out while a request is tried": {whole +
			"export:\n  claim_age: 2m\nwarehouse:\n  url: https://clickhouse.example:8443\n", []string{
			"config.yaml:8: export.claim_age: is 2m0s and must be more than export.retry_budget, which is 2m0s: " +
				"another run would fetch what this one still tries; 0 claims nothing"}},
		"a request that is tried for longer than a claim": {whole +
			"export:\n  retry_budget: 10m\nwarehouse:\n  url: https://clickhouse.example:8443\n", []string{
			"config.yaml:7: export.claim_age: is 5m0s and must be more than export.retry_budget, which is 10m0s: " +
				"another run would fetch what this one still tries; 0 claims nothing"}},
		"the same without claims": {whole +
			"export:\n  retry_budget: 10m\n  claim_age: 0\nwarehouse:\n  url: https://clickhouse.example:8443\n", nil},
		"the same where nobody else can be": {whole + "export:\n  retry_budget: 10m\n", nil},
		"key of another section": {whole + "lookback: 48h\n", []string{
			"config.yaml:7: lookback: unknown key; did you mean export.lookback?"}},
		"key of a tenant": {strings.Replace(whole, "client_id", "clientid", 1), []string{
			"config.yaml:3: tenants[0].auth.client_id: is missing; method client_secret wants it",
			"config.yaml:4: tenants[0].auth.clientid: unknown key; did you mean tenants[0].auth.client_id?"}},
		"key like no other": {whole + "log:\n  zzzzzz: 1\n", []string{
			"config.yaml:8: log.zzzzzz: unknown key; known here are level, format"}},
		"merge key": {whole + "log:\n  <<: {level: info}\n", []string{
			"config.yaml:8: log.<<: unknown key; known here are level, format"}},
		"duplicate key": {whole + "log:\n  level: info\nlog:\n  format: text\n", []string{
			"config.yaml:9: log: is there twice; first in line 7"}},
		"types": {whole + "export:\n  lookback: 48\n  participants: yes\n  quota_share: lots\n  " +
			"concurrency: 1.5\n  raw_pages: [true]\nwarehouse:\n  database: 12\nlog: info\n", []string{
			`config.yaml:8: export.lookback: wants a duration such as 30s, 2m, 48h or 30d; found "48"`,
			`config.yaml:9: export.participants: wants one of all, meetings, none; found "yes"`,
			`config.yaml:10: export.quota_share: wants a number such as 0.8; found "lots"`,
			`config.yaml:11: export.concurrency: wants a whole number; found "1.5"`,
			`config.yaml:12: export.raw_pages: wants one value, not a list or keys`,
			`config.yaml:14: warehouse.database: wants text; put the value in quotes`,
			`config.yaml:15: log: wants keys below it, each as name: value`}},
		"tenants that are no list": {"tenants:\n  tenant_id: x\n", []string{
			"config.yaml:1: tenants: wants a list: - before the first key of each"}},
		"no tenants": {"tenants: []\n", []string{
			"config.yaml:1: tenants: names no tenant; one with tenant_id and auth is wanted"}},
		"no tenants at all": {"log:\n  level: info\n", []string{
			"config.yaml: tenants: names no tenant; one with tenant_id and auth is wanted"}},
		"enum": {whole + "log:\n  level: warning\n", []string{
			`config.yaml:8: log.level: wants one of debug, info, warn, error; found "warning"`}},
		"cloud and method": {strings.NewReplacer("    auth:", "    cloud: gcc\n    graph_root: https://h\n "+
			"   auth:\n      method: password").Replace(whole), []string{
			`config.yaml:3: tenants[0].cloud: wants one of global, gcc_high, dod, custom; found "gcc"`,
			`config.yaml:6: tenants[0].auth.method: wants one of client_secret, client_certificate, ` +
				`workload_identity, managed_identity, azure_cli, default; found "password"`}},
		"tenant id": {strings.Replace(whole, "11111111-", "contoso-", 1), []string{
			"config.yaml:2: tenants[0].tenant_id: wants a GUID such as " +
				"11111111-2222-3333-4444-555555555555" + guidHint}},
		"ids that were not filled in": {strings.NewReplacer("11111111-2222-3333-4444-555555555555", unknownID,
			"client_id: me", "client_id: "+unknownID).Replace(whole), []string{
			"config.yaml:2: tenants[0].tenant_id: is still the zeros of a first file; fill in the tenant's id: " +
				"Entra admin center, Overview, Tenant ID",
			"config.yaml:4: tenants[0].auth.client_id: is still the zeros of a first file; fill in the app's id: " +
				"Entra admin center, App registrations, the exporter's app, Application (client) ID"}},
		"tenant twice": {whole[:len(whole)-1] + strings.TrimPrefix(whole, "tenants:\n"), []string{
			"config.yaml:6: tenants[1].tenant_id: is the tenant of tenants[0] again"}},
		"custom cloud without endpoints": {strings.Replace(whole, "    auth:", "    cloud: custom\n    "+
			"auth:", 1), []string{
			"config.yaml:2: tenants[0].graph_root: is missing; cloud custom wants it",
			"config.yaml:2: tenants[0].authority: is missing; cloud custom wants it"}},
		"endpoints without custom cloud": {strings.Replace(whole, "    auth:", "    graph_root: "+
			"https://h\n    authority: https://h\n    auth:", 1), []string{
			"config.yaml:3: tenants[0].graph_root: is for cloud custom; this tenant is in global",
			"config.yaml:4: tenants[0].authority: is for cloud custom; this tenant is in global"}},
		"endpoints in the open": {strings.Replace(whole, "    auth:", "    cloud: custom\n    graph_root: "+
			"http://h\n    authority: http://127.0.0.1\n    auth:", 1), []string{
			"config.yaml:4: tenants[0].graph_root: wants https: a token must not travel in the open",
			"config.yaml:5: tenants[0].authority: wants https, on this machine too"}},
		"no secret": {strings.Replace(whole, "client_secret: x", "client_secret: \"\"", 1), []string{
			"config.yaml:5: tenants[0].auth.client_secret: is missing; method client_secret wants it, or " +
				"client_secret_file"}},
		"empty tenant": {"tenants:\n  -\n", []string{
			"config.yaml:2: tenants[0].tenant_id: is missing; every tenant has its own",
			"config.yaml:2: tenants[0].auth.client_id: is missing; method client_secret wants it",
			"config.yaml:2: tenants[0].auth.client_secret: is missing; method client_secret wants it, or " +
				"client_secret_file"}},
		"certificate": {strings.Replace(whole, "      client_id: me", "      method: "+
			"client_certificate", 1), []string{
			"config.yaml:3: tenants[0].auth.client_id: is missing; method client_certificate wants it",
			"config.yaml:3: tenants[0].auth.certificate_file: is missing; method client_certificate wants it"}},
		"workload identity": {strings.Replace(whole, "      client_id: me", "      method: "+
			"workload_identity", 1), []string{
			"config.yaml:3: tenants[0].auth.client_id: is missing; method workload_identity wants it, or the " +
				"variable AZURE_CLIENT_ID",
			"config.yaml:3: tenants[0].auth.token_file: is missing; method workload_identity wants it, or the " +
				"variable AZURE_FEDERATED_TOKEN_FILE"}},
		"lookback too short": {whole + "export: {lookback: 2h}\n", []string{
			`config.yaml:7: export.lookback: is too short: Graph may show a record up to 150m after its call, ` +
				`so a run must look back longer than that; 48h is the default; found "2h"`}},
		"bounds": {whole + "export:\n  lookback: 31d\n  reconcile_every: 0s\n  quota_share: 1.01\n  " +
			"retry_budget: -2m\n  expiry_alarm: 40d\n  concurrency: -1\n  temp_dir: /none\n", []string{
			`config.yaml:8: export.lookback: is too long: Graph keeps records for 30d; found "31d"`,
			`config.yaml:9: export.reconcile_every: wants a duration above 0; found "0s"`,
			`config.yaml:10: export.quota_share: wants a share above 0 and at most 1; found "1.01"`,
			`config.yaml:11: export.retry_budget: wants a duration above 0; found "-2m"`,
			`config.yaml:12: export.expiry_alarm: is too long: Graph keeps records for 30d; found "40d"`,
			`config.yaml:13: export.concurrency: wants 0 or more; found "-1"`,
			`config.yaml:14: export.temp_dir: /none is not a folder; create it or leave the key out`}},
		"share of nothing": {whole + "export:\n  quota_share: 0\n", []string{
			`config.yaml:8: export.quota_share: wants a share above 0 and at most 1; found "0"`}},
		"share that is no number": {whole + "export:\n  quota_share: NaN\n", []string{
			`config.yaml:8: export.quota_share: wants a share above 0 and at most 1; found "NaN"`}},
		"database": {whole + "warehouse:\n  database: call-records\n", []string{
			"config.yaml:8: warehouse.database: wants a name of letters, digits and _, not beginning with a " +
				"digit"}},
		"half a client certificate": {whole + "warehouse:\n  client_key_file: /etc/hostname\n", []string{
			"config.yaml:7: warehouse.client_certificate_file: is missing; client_key_file is set"}},
		"cron": {whole + "schedule:\n  cron: every day\n", []string{
			`config.yaml:8: schedule.cron: wants five fields such as "*/15 * * * *", or @hourly: expected ` +
				`exactly 5 fields, found 2: [every day]`}},
		"cron range": {whole + "schedule:\n  cron: 61 * * * *\n", []string{
			`config.yaml:8: schedule.cron: wants five fields such as "*/15 * * * *", or @hourly: end of range ` +
				`(61) above maximum (59): 61`}},
		"cron that never comes": {whole + "schedule:\n  cron: 0 0 30 2 *\n", []string{
			"config.yaml:8: schedule.cron: names a day that never comes"}},
		"cron with a zone alone": {whole + "schedule:\n  cron: TZ=UTC\n", []string{
			"config.yaml:8: schedule.cron: has a time zone and no schedule; five fields follow it"}},
		"variable not set": {strings.Replace(whole, "client_secret: x", "client_secret: "+
			"a${NO_SUCH}b${NOR_THIS}", 1), []string{
			"config.yaml:5: tenants[0].auth.client_secret: names the variable NO_SUCH, which is not set",
			"config.yaml:5: tenants[0].auth.client_secret: names the variable NOR_THIS, which is not set"}},
		"variable without an end": {strings.Replace(whole, "client_secret: x", "client_secret: "+
			"a${b", 1), []string{
			"config.yaml:5: tenants[0].auth.client_secret: has ${ without a variable's name and } after it; " +
				"write $${ for the characters themselves"}},
		"alias": {strings.Replace(whole, "client_secret: x", "client_secret: *x", 1), []string{
			"config.yaml:5: tenants[0].auth.client_secret: " + reserved}},
		"anchor on a section": {whole + "log: &log\n  level: info\n", []string{
			"config.yaml:7: log: " + reserved}},
		"index in a name": {whole + "tenants[0]:\n  cloud: dod\n", []string{
			"config.yaml:7: tenants[0]: unknown key; did you mean tenants?"}},
		"two documents": {whole + "---\nlog:\n  level: info\n", []string{
			"config.yaml:8: a second document begins here; one file holds one"}},
		"not a mapping": {"hello\n", []string{
			"config.yaml:1: wants keys below it, each as name: value",
			"config.yaml: tenants: names no tenant; one with tenant_id and auth is wanted"}},
		"empty file": {"", []string{"config.yaml: is empty; config.example.yaml shows every key"}},
		"only comments": {"# a\n---\n# b\n", []string{"config.yaml: is empty; config.example.yaml shows " +
			"every key"}},
		"tabs": {whole + "log:\n\tlevel: info\n  \tformat: text\n", []string{
			"config.yaml:8: is indented with a tab; YAML wants spaces",
			"config.yaml:9: is indented with a tab; YAML wants spaces"}},
		"time zone": {whole + "listen:\n  time_zone: europe/berlin\n", []string{
			"config.yaml:8: listen.time_zone: wants a time zone such as Europe/Berlin, or UTC"}},
		"cron without quotes": {whole + "schedule:\n  cron: */15 * * * *\n", []string{
			"config.yaml:8: value is not allowed in this context. map key-value is pre-defined; put the value " +
				"in quotes"}},
		"syntax": {whole + "log: [info\n", []string{
			"config.yaml:7: sequence end token ']' not found"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := written(t, test.text)
			_, err := Load(file, nil)
			wantLines(t, told(t, file, err), test.want...)
		})
	}
}

// wantLines holds the lines of an error.
func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestProblemsHavePlaces(t *testing.T) {
	t.Parallel()
	file := written(t, whole+"export:\n  lokback: 48h\n")
	_, err := Load(file, nil)
	problems, ok := errors.AsType[*problem.Problems](err)
	if !ok {
		t.Fatalf("got a %T, want *problem.Problems", err)
	}
	want := problem.Problem{Place: problem.Place{File: file, Line: 8, Column: 3, Key: "export.lokback"},
		Text: "unknown key; did you mean export.lookback?"}
	if !slices.Equal(problems.List, []problem.Problem{want}) {
		t.Errorf("got %+v, want %+v", problems.List, want)
	}
	if one, ok := errors.AsType[problem.Problem](err); !ok || one != want {
		t.Errorf("as one: got %+v, want %+v", one, want)
	}
}

func TestFilesThatCannotBeReadAreNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	file := written(t, strings.Replace(whole, "client_secret: x", "client_secret_file: "+empty, 1)+
		"warehouse:\n  password_file: /no/such\n  ca_file: "+dir+"\n")
	_, err := Load(file, nil)
	wantLines(t, told(t, file, err),
		`config.yaml:5: tenants[0].auth.client_secret_file: "`+empty+`" is empty`,
		`config.yaml:8: warehouse.password_file: "/no/such": no such file`,
		`config.yaml:9: warehouse.ca_file: "`+dir+`" is a folder`,
	)
}

func TestConfigFileThatIsNotThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"no file":  {"/no/such.yaml", "/no/such.yaml: no such file"},
		"a folder": {"/", "/: cannot be read: is a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(c.file, nil)
			wantLines(t, told(t, "x/x", err), c.want)
		})
	}
}

// The files of the warehouse are one set, however many tenants there are.
func TestFilesOfTheWarehouseAreLookedAtOnce(t *testing.T) {
	t.Parallel()
	two := whole[:len(whole)-1] + strings.Replace(
		strings.TrimPrefix(whole, "tenants:\n"), "11111111", "22222222", 1)
	for name, tenants := range map[string]string{"no tenant": "", "a tenant": whole, "two tenants": two} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := written(t, "warehouse:\n  password_file: /no/such\n"+tenants)
			_, err := LoadWarehouse(file, nil)
			wantLines(t, told(t, file, err),
				`config.yaml:2: warehouse.password_file: "/no/such": no such file`)
		})
	}
}

func TestSecretComesOneWay(t *testing.T) {
	t.Parallel()
	secret := written(t, "x")
	twice := "client_secret: x\n      client_secret_file: " + secret
	file := written(t, strings.Replace(whole, "client_secret: x", twice, 1)+
		"warehouse:\n  password: a\n  password_file: "+secret+"\n")
	_, err := Load(file, nil)
	wantLines(t, told(t, file, err),
		"config.yaml:5: tenants[0].auth.client_secret: and client_secret_file are both set; keep one of them",
		"config.yaml:9: warehouse.password: and password_file are both set; keep one of them",
	)
}

func TestProblemsNeverShowSecrets(t *testing.T) {
	t.Parallel()
	auth := "client_secret: *" + hidden + "\n      certificate_password: !" + hidden + " 1"
	text := strings.Replace(whole, "client_secret: x", auth, 1) +
		"warehouse:\n  url: ftp://me:" + hidden + "@h\n" +
		"export:\n  lookback: ${S}\nschedule:\n  cron: ${S}\nlog:\n  level: ${S}\n"
	for name, text := range map[string]string{
		"another scheme":     text,
		"a native scheme":    strings.Replace(text, "url: ftp", "url: tcp", 1),
		"not a URL":          strings.Replace(text, "url: ftp://me", "url: http://me%", 1),
		"a tab":              text + "\tx: " + hidden,
		"a quote left open":  text + "x: '" + hidden,
		"a list left open":   text + "x: [" + hidden,
		"an unknown key":     text + "x: " + hidden,
		"a key of a section": text + "log2:\n  " + hidden,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(written(t, text), []string{"S=" + hidden, "CALLRECORDS_WAREHOUSE_PASSWORD=" + hidden})
			if err == nil {
				t.Fatal("got no error, want one")
			}
			if strings.Contains(err.Error(), hidden) {
				t.Errorf("got %v, want no secret", err)
			}
		})
	}
}
