package config

import (
	"iter"
	"strconv"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/strictyaml"
)

// key declares one key of the configuration.
type key struct {
	path     string                 // tenants[].auth.method; [] is the place of an index
	fallback string                 // the default as written in YAML; "" is the field's zero value
	example  string                 // for config.example.yaml, where the default would be a problem
	allowed  []string               // the values, when they are few
	older    map[string]string      // what some of them were called before
	check    func(field any) string // what is wrong with a value of the right type; "" is fine
	doc      string                 // one line of Markdown
}

// prefix begins the name of every variable that sets a key.
const prefix = "CALLRECORDS_"

// The defaults that checks speak of: the lookback, and the records that are
// fetched at the same time, which an export.concurrency of 0 stands for, too.
const (
	defaultLookback    = "48h"
	defaultConcurrency = 64
)

// keys is the contract with deployments: every key there is, in the order of
// the reference. Keys are added; none is renamed or removed. It is the only
// place of the program that says a default.
var keys = []key{
	{path: "tenants[].tenant_id", check: guid, example: unknownID,
		doc: "The tenant's directory id, a GUID. Required."},
	{path: "tenants[].cloud", fallback: CloudGlobal, allowed: clouds,
		doc: "The national cloud that the tenant lives in."},
	{path: "tenants[].graph_root", check: graphRoot,
		doc: "Where Graph answers, such as `https://127.0.0.1:9443`. With cloud custom only."},
	{path: "tenants[].authority", check: authority,
		doc: "Where tokens are issued, such as `https://login.example.com`. With cloud custom only."},
	{path: "tenants[].auth.method", fallback: MethodClientSecret, allowed: methods,
		doc: "How to authenticate. Further keys by method: client_secret wants client_id and a secret; " +
			"client_certificate wants client_id and certificate_file; workload_identity wants client_id and " +
			"token_file, unless its webhook set them; managed_identity takes client_id when it is user assigned."},
	{path: "tenants[].auth.client_id", example: unknownID,
		doc: "The id of the app registration or of the identity."},
	{path: "tenants[].auth.client_secret_file",
		doc: "File that holds the client secret; read again when it changes."},
	{path: "tenants[].auth.client_secret", example: "${CALLRECORDS_CLIENT_SECRET}",
		doc: "The client secret itself; better through `${NAME}` than written out."},
	{path: "tenants[].auth.certificate_file", doc: "Client certificate with its private key, PEM or PFX."},
	{path: "tenants[].auth.certificate_password_file",
		doc: "File that holds the password of the certificate."},
	{path: "tenants[].auth.certificate_password", doc: "The password of the certificate itself."},
	{path: "tenants[].auth.token_file",
		doc: "The projected service account token, for workload_identity. " +
			"Default: what `AZURE_FEDERATED_TOKEN_FILE` names."},

	{path: "warehouse.url", fallback: "embedded:./data", check: warehouseURL,
		doc: "The engine in this process and its folder, `embedded:PATH`, or a ClickHouse server over HTTP, " +
			"`https://user:password@host:8443`. Without a port: 8443 for https, 8123 for http."},
	{path: "warehouse.database", fallback: "callrecords", check: matches(
		`^[A-Za-z_][A-Za-z0-9_]*$`, "wants a name of letters, digits and _, not beginning with a digit"),
		doc: "The database that holds our tables."},
	{path: "warehouse.user", doc: "The user, unless the URL names one."},
	{path: "warehouse.password_file", doc: "File that holds the password."},
	{path: "warehouse.password", doc: "The password itself; better through `${NAME}` than written out."},
	{path: "warehouse.ca_file", doc: "PEM file of certificate authorities to trust besides the system's."},
	{path: "warehouse.client_certificate_file",
		doc: "PEM file of the client certificate, for mutual TLS. Together with client_key_file."},
	{path: "warehouse.client_key_file", doc: "PEM file of the client certificate's key."},
	{path: "warehouse.cluster", check: matches(
		`^[A-Za-z0-9_.-]*$`, "wants a name of letters, digits, _, - and ., as system.clusters has it"),
		doc: "The cluster to spread the tables over, as the server's remote_servers calls it; " +
			"see docs/cluster.md. Default: the one server."},
	{path: "warehouse.sql_security", fallback: Invoker, allowed: []string{Invoker, Definer},
		doc: "Whose rights the views run with. invoker: the reader's, who needs rights on the store, too. definer: " +
			"the exporter's; see docs/served.md."},

	{path: "export.call_records", fallback: SwitchOn, allowed: []string{SwitchOn, SwitchOff},
		doc: "Whether call records are exported."},
	{path: "export.pstn_calls", fallback: SwitchAuto, allowed: switches,
		doc: "Whether the log of calls over calling plans and operators is exported. auto: where Graph lets us; " +
			"see docs/phone.md."},
	{path: "export.direct_routing_calls", fallback: SwitchAuto, allowed: switches,
		doc: "Whether the log of direct routing calls is exported. auto: where Graph lets us."},
	{path: "export.lookback", fallback: defaultLookback, check: lookback,
		doc: "How far back each run lists, by the start of the calls: at least the longest call in use plus 150m."},
	{path: "export.participants", fallback: ParticipantsAll,
		allowed: []string{ParticipantsAll, ParticipantsMeetings, ParticipantsNone},
		older:   map[string]string{"true": ParticipantsAll, "false": ParticipantsNone},
		doc: "Of which records the participants are fetched, one request each. meetings: not of calls between two; " +
			"see docs/participants.md. true and false are all and none."},
	{path: "export.omit_nulls", fallback: "false",
		doc: "Whether Graph is asked to leave out what is null, of the records that are fetched. The rows are the same; " +
			"the archive has the pages as they came."},
	{path: "export.raw_pages", fallback: "true",
		doc: "Whether the JSON pages are kept in the archive, for `exporter replay`."},
	{path: "export.raw_retention", fallback: "0",
		check: atLeast(time.Duration(0), "wants a duration such as 400d, or 0"),
		doc: "How long pages stay in the archive, such as 400d; those of a record that was set aside stay " +
			"until it is loaded. 0 is forever."},
	{path: "export.reconcile_every", fallback: "24h", check: positive,
		doc: "How often a run lists all 30 days that Graph keeps (of the logs, phone.history), not only the lookback."},
	{path: "export.quota_share", fallback: "0.8", check: share,
		doc: "The share of Graph's published limits that we use; above 0, at most 1."},
	{path: "export.retry_budget", fallback: "2m", check: positive,
		doc: "How long one request is retried before its record is left for the next run."},
	{path: "export.expiry_alarm", fallback: "120h", check: expiryAlarm,
		doc: "A record that is not loaded and expires sooner than this raises an error."},
	{path: "export.concurrency", fallback: strconv.Itoa(defaultConcurrency), check: concurrency,
		doc: "Records that are fetched at the same time, per tenant; the quota bounds their requests. " +
			"0 is the default."},
	{path: "export.claim_age", fallback: "5m", check: atLeast(time.Duration(0), "wants a duration such as 5m, or 0"),
		doc: "How long a run keeps the records that it has claimed from other runs at the same time, with a ClickHouse " +
			"server as the warehouse; see docs/backfill.md. More than retry_budget. 0 claims nothing."},
	{path: "export.temp_dir", check: folder,
		doc: "Folder for batches on their way to the warehouse. Default: the system's."},
	{path: "export.phone.lookback", fallback: "7d", check: phoneSpan,
		doc: "How far back each run lists the two logs of phone calls: rows arrive days late."},
	{path: "export.phone.history", fallback: "90d", check: phoneSpan,
		doc: "How far back a reconcile lists them."},

	{path: "schedule.cron", fallback: "*/15 * * * *", check: cronSpec,
		doc: "When `exporter serve` starts a run: five fields, or a descriptor such as `@hourly`. " +
			"`CRON_TZ=Europe/Berlin 0 6 * * *` is in a time zone; without one it is UTC."},
	{path: "schedule.jitter", fallback: "0", check: atLeast(time.Duration(0), "wants a duration such as 30s, or 0"),
		doc: "The most that a run begins later than the schedule says, by chance, so that many exporters do not all " +
			"begin at once."},
	{path: "schedule.grace", fallback: "30s", check: positive,
		doc: "How long `exporter serve` waits for the batch in hand when it is told to stop."},

	{path: "listen.address", check: listenAddress,
		doc: "Where `exporter serve` lets others read the embedded warehouse over ClickHouse's HTTP interface, " +
			"such as `127.0.0.1:8123`. Default: nowhere. Any address but this machine's own wants a password."},
	{path: "listen.user", fallback: "default", doc: "The name that readers give."},
	{path: "listen.password_file", doc: "File that holds the readers' password."},
	{path: "listen.password",
		doc: "The readers' password itself; better through `${NAME}` than written out."},
	{path: "listen.tls_certificate_file",
		doc: "PEM file of the certificate, for HTTPS. Together with tls_key_file."},
	{path: "listen.tls_key_file", doc: "PEM file of the certificate's key."},
	{path: "listen.queries", fallback: "4", check: atLeast(1, "wants 1 or more"),
		doc: "Queries that run at once; others wait for their turn."},
	{path: "listen.max_time", fallback: "1m", check: positive,
		doc: "How long a query may take, with the transfer of its result."},
	{path: "listen.max_memory_mb", fallback: "1024", check: notNegative,
		doc: "MiB that one query may use. 0 is no bound."},
	{path: "listen.max_result_mb", fallback: "256", check: notNegative,
		doc: "MiB that one result may have. 0 is no bound."},
	{path: "listen.max_result_rows", fallback: "1000000", check: notNegative,
		doc: "Rows that one result may have. 0 is no bound."},
	{path: "listen.time_zone", fallback: "UTC", check: timeZone,
		doc: "The time zone of the pages for browsers, such as `Europe/Berlin`. A reader may choose another one."},
	{path: "listen.grafana_url", check: grafanaURL,
		doc: "A Grafana to which the pages lead, such as `https://grafana.example.com`. Its data source for this warehouse " +
			"has the uid `callrecords`."},

	{path: "metrics.password_file",
		doc: "File that holds the password for scraping `/metrics`, where listen.address is for other machines to reach."},
	{path: "metrics.password",
		doc: "The password for scraping itself; better through `${NAME}` than written out."},
	{path: "metrics.ready_age", fallback: "0", check: atLeast(time.Duration(0), "wants a duration such as 2h, or 0"),
		doc: "`/readyz` says no when the last success of a tenant is older. 0 follows the schedule: no when two of its " +
			"times have passed since then, with jitter and grace, though never within 2h."},
	{path: "metrics.push_url", check: pushURL,
		doc: "A Pushgateway that gets the metrics after each run, such as `http://pushgateway:9091`. For CronJobs."},
	{path: "metrics.textfile", check: textfile,
		doc: "A file `NAME.prom` that holds the metrics after each run, for the textfile collector of the node exporter."},

	{path: "analysis.rules_file",
		doc: "CSV file with rule sets of your own, in the form of the view `quality_rules`; see docs/analysts.md."},
	{path: "analysis.verdict",
		doc: "The rule set that says which streams are poor. Default: the first of rules_file, or else `cqd-2022`."},
	{path: "analysis.swap_sides", fallback: "false",
		doc: "Whether Graph's caller and callee of a stream are taken for each other, which some have seen."},

	{path: "log.level", fallback: "info", allowed: []string{"debug", "info", "warn", "error"},
		doc: "The least important level that is logged."},
	{path: "log.format", fallback: "auto", allowed: []string{"auto", "text", "json"},
		doc: "auto is text on a terminal and JSON otherwise."},
}

// switches are the values of a family that may not be allowed to us.
var switches = []string{SwitchAuto, SwitchOn, SwitchOff}

// shape is what a file may say: every key of the table. Unless Graph is asked, the secret
// of a tenant may be in the environment of another process.
func shape(graph bool) strictyaml.Shape {
	s := strictyaml.Shape{Example: "config.example.yaml"}
	for _, k := range keys {
		s.Keys = append(s.Keys, strictyaml.Key{Path: k.path, Text: k.isText(), Unset: !graph && k.ofTenant()})
	}
	return s
}

// eachKey yields every key with its path, the keys of a tenant once per tenant.
func eachKey(tenants int) iter.Seq2[string, key] {
	return func(yield func(string, key) bool) {
		for _, k := range keys {
			count := 1
			if k.ofTenant() {
				count = tenants
			}
			for i := range count {
				if !yield(strictyaml.At(k.path, i), k) {
					return
				}
			}
		}
	}
}

// ofTenant reports whether every tenant has the key.
func (k key) ofTenant() bool { return strings.HasPrefix(k.path, "tenants[].") }

// isText reports whether the key takes any text.
func (k key) isText() bool {
	switch k.sample().(type) {
	case *string, *Secret:
		return len(k.allowed) == 0
	default:
		return false
	}
}

// kind names the key's type for the reader of the reference.
func (k key) kind() string {
	if len(k.allowed) > 0 {
		return strings.Join(k.allowed, ", ")
	}
	switch k.sample().(type) {
	case *bool:
		return "true, false"
	case *int:
		return "whole number"
	case *float64:
		return "number"
	case *time.Duration:
		return "duration (30s, 2m, 48h, 30d)"
	case *Secret:
		return "secret text"
	default:
		return "text"
	}
}

// sample is a field of the key's type.
func (k key) sample() any {
	c := Config{Tenants: make([]Tenant, 1)}
	return c.field(strictyaml.At(k.path, 0))
}

// variable returns the variable that sets the key; N is the place of an index.
func (k key) variable() string { return envName(k.path) }

// envName turns tenants[0].auth.client_id into
// CALLRECORDS_TENANTS_0_AUTH_CLIENT_ID.
func envName(path string) string {
	return prefix + strings.ToUpper(strings.NewReplacer("[]", "_N", "[", "_", "]", "", ".", "_").Replace(path))
}
