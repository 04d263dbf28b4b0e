// Package config reads the configuration of the exporter: a YAML file, the
// environment, or both.
//
// One table (keys.go) declares every key: its path, its default, what it
// accepts and what it means. The reader of files, the reader of variables, the
// reference page and config.example.yaml all follow from it.
//
// Every key is also a variable: export.lookback is CALLRECORDS_EXPORT_LOOKBACK,
// tenants[0].auth.client_secret is CALLRECORDS_TENANTS_0_AUTH_CLIENT_SECRET.
// A variable goes before the file; an empty one counts as not set.
//
// In the file, ${NAME} inside a text is replaced from the environment, and
// $${ stands for the characters ${ themselves. File paths are taken as they
// are written: a relative one starts at the working directory.
//
// Problems are collected, not returned one by one: see [problem.Problems].
package config

import (
	"net"
	"strings"
	"time"
)

// Config is a configuration that was read, completed with defaults and checked.
// The key tag of a field is its name in the file; the table of keys holds the
// defaults, and no other package repeats them.
type Config struct {
	Tenants   []Tenant  `key:"tenants"`
	Warehouse Warehouse `key:"warehouse"`
	Export    Export    `key:"export"`
	Schedule  Schedule  `key:"schedule"`
	Listen    Listen    `key:"listen"`
	Metrics   Metrics   `key:"metrics"`
	Analysis  Analysis  `key:"analysis"`
	Log       Log       `key:"log"`
}

// Tenant is one Microsoft Entra tenant whose call records are exported.
type Tenant struct {
	// TenantID is a GUID in lower case.
	TenantID string `key:"tenant_id"`
	// Cloud is one of the Cloud constants; the default is CloudGlobal.
	Cloud string `key:"cloud"`
	// GraphRoot is where Graph answers: a URL without a slash at its end. It is
	// set for CloudCustom only.
	GraphRoot string `key:"graph_root"`
	// Authority is where tokens are issued, in the same form as GraphRoot.
	Authority string `key:"authority"`
	Auth      Auth   `key:"auth"`
}

// Auth is how the exporter proves to a tenant who it is. Of a secret and the
// file that holds it, one is set at most.
type Auth struct {
	// Method is one of the Method constants; the default is MethodClientSecret.
	Method string `key:"method"`
	// ClientID is the id of the app registration or of the managed identity.
	ClientID                string `key:"client_id"`
	ClientSecretFile        string `key:"client_secret_file"`
	ClientSecret            Secret `key:"client_secret"`
	CertificateFile         string `key:"certificate_file"` // PEM or PFX, with the private key
	CertificatePasswordFile string `key:"certificate_password_file"`
	CertificatePassword     Secret `key:"certificate_password"`
	// TokenFile is a projected service account token, for
	// MethodWorkloadIdentity; "" is what AZURE_FEDERATED_TOKEN_FILE names.
	TokenFile string `key:"token_file"`
}

// Warehouse is where the rows go.
type Warehouse struct {
	// URL is embedded:PATH or http(s)://host:port. The port is always there,
	// a user and password never: Load moves them to the fields below.
	URL string `key:"url"`
	// Database holds the tables; the default is callrecords.
	Database     string `key:"database"`
	User         string `key:"user"`
	PasswordFile string `key:"password_file"`
	Password     Secret `key:"password"`
	// CAFile is a PEM file of authorities to trust besides the system's.
	CAFile string `key:"ca_file"`
	// ClientCertificateFile and ClientKeyFile are PEM files, for mutual TLS;
	// both are set or none.
	ClientCertificateFile string `key:"client_certificate_file"`
	ClientKeyFile         string `key:"client_key_file"`
	// Cluster is a name in the server's remote_servers; "" is one node.
	Cluster string `key:"cluster"`
	// SQLSecurity says whose rights the views run with: [Invoker] or [Definer].
	SQLSecurity string `key:"sql_security"`
}

// Whose rights the views run with (ClickHouse, CREATE VIEW, SQL SECURITY).
const (
	Invoker = "invoker" // of whoever asks
	Definer = "definer" // of whoever made them
)

// Export is how records are listed and fetched.
type Export struct {
	// CallRecords, PstnCalls and DirectRoutingCalls say what is exported: one of the Switch
	// constants. The call records are on or off.
	CallRecords        string `key:"call_records"`
	PstnCalls          string `key:"pstn_calls"`
	DirectRoutingCalls string `key:"direct_routing_calls"`
	// Lookback is how far back each run lists, by the start of the calls.
	Lookback time.Duration `key:"lookback"`
	// Participants says of which records the participants are fetched: one of the
	// Participants constants.
	Participants string `key:"participants"`
	// OmitNulls says whether Graph is asked to leave out what is null.
	OmitNulls bool `key:"omit_nulls"`
	// RawPages says whether all JSON pages are archived; the default is true.
	RawPages bool `key:"raw_pages"`
	// RawRetention is how long pages stay in the archive; 0 is forever.
	RawRetention time.Duration `key:"raw_retention"`
	// ReconcileEvery is how often a run lists all that Graph keeps.
	ReconcileEvery time.Duration `key:"reconcile_every"`
	// QuotaShare is the share of Graph's limits to use, above 0 and at most 1.
	QuotaShare float64 `key:"quota_share"`
	// RetryBudget is how long one request is retried.
	RetryBudget time.Duration `key:"retry_budget"`
	// ExpiryAlarm is the time before its expiry at which a record that is not
	// loaded becomes an error.
	ExpiryAlarm time.Duration `key:"expiry_alarm"`
	// Concurrency is how many records of a tenant are fetched at the same
	// time, 1 or more: Load makes the default of 0.
	Concurrency int `key:"concurrency"`
	// ClaimAge is how long a run keeps what it has claimed; 0 claims nothing.
	ClaimAge time.Duration `key:"claim_age"`
	// TempDir is a folder for batches; "" is the system's.
	TempDir string `key:"temp_dir"`
	// Phone is how the logs of phone calls are read.
	Phone Phone `key:"phone"`
}

// Phone is how the logs of phone calls are read.
type Phone struct {
	// Lookback is how far back each run lists, by the start of the calls.
	Lookback time.Duration `key:"lookback"`
	// History is how far back a run lists that is a reconcile.
	History time.Duration `key:"history"`
}

// Of which records the participants are fetched.
const (
	ParticipantsAll      = "all"
	ParticipantsMeetings = "meetings" // not of calls between two
	ParticipantsNone     = "none"
)

// What a family of records can be. SwitchAuto is on where Graph lets us.
const (
	SwitchOn   = "on"
	SwitchOff  = "off"
	SwitchAuto = "auto"
)

// Schedule is when exporter serve starts a run.
type Schedule struct {
	// Cron has five fields or is a descriptor such as @hourly.
	Cron string `key:"cron"`
	// Jitter is the most that a run begins later than the schedule says; 0 is none.
	Jitter time.Duration `key:"jitter"`
	// Grace is how long a run may take to end once the program is told to stop.
	Grace time.Duration `key:"grace"`
}

// Listen is how others may read the embedded warehouse over HTTP.
type Listen struct {
	// Address is host:port; "" does not listen.
	Address string `key:"address"`
	// User is the name that readers give; ClickHouse's default is ours.
	User         string `key:"user"`
	PasswordFile string `key:"password_file"`
	Password     Secret `key:"password"`
	// TLSCertificateFile and TLSKeyFile are PEM files; without them it is HTTP.
	TLSCertificateFile string `key:"tls_certificate_file"`
	TLSKeyFile         string `key:"tls_key_file"`
	// Queries is how many queries run at once, 1 or more.
	Queries int `key:"queries"`
	// MaxTime bounds one query with the transfer of its result.
	MaxTime time.Duration `key:"max_time"`
	// MaxMemoryMB bounds the memory of one query, in MiB; 0 is no bound.
	MaxMemoryMB int `key:"max_memory_mb"`
	// MaxResultMB bounds one result, in MiB; 0 is no bound.
	MaxResultMB int `key:"max_result_mb"`
	// MaxResultRows bounds the rows of one result; 0 is no bound.
	MaxResultRows int `key:"max_result_rows"`
	// TimeZone is that of the pages for browsers, by its name in the database of IANA.
	TimeZone string `key:"time_zone"`
	// GrafanaURL is a Grafana that has the same warehouse; "" is none.
	GrafanaURL string `key:"grafana_url"`
}

// Metrics is what Prometheus may ask, and where metrics are delivered.
type Metrics struct {
	// PasswordFile and Password are for scraping an address that other machines reach;
	// one of the two is set at most.
	PasswordFile string `key:"password_file"`
	Password     Secret `key:"password"`
	// ReadyAge is the age of the last success from which on /readyz says no; 0 follows
	// the schedule.
	ReadyAge time.Duration `key:"ready_age"`
	// PushURL is a Pushgateway; "" is none.
	PushURL string `key:"push_url"`
	// Textfile is a file that holds the metrics after each run; "" is none.
	Textfile string `key:"textfile"`
}

// Delivered says whether the metrics go somewhere after each run.
func (m Metrics) Delivered() bool { return m.PushURL != "" || m.Textfile != "" }

// Log is what the exporter says while it works.
type Log struct {
	Level  string `key:"level"`  // debug, info, warn or error
	Format string `key:"format"` // auto, text or json
}

// The clouds of Microsoft Graph. CloudCustom wants GraphRoot and Authority.
const (
	CloudGlobal  = "global"
	CloudGCCHigh = "gcc_high"
	CloudDoD     = "dod"
	CloudCustom  = "custom"
)

// The ways to authenticate, named like the credentials of azidentity.
const (
	MethodClientSecret      = "client_secret"
	MethodClientCertificate = "client_certificate"
	MethodWorkloadIdentity  = "workload_identity"
	MethodManagedIdentity   = "managed_identity"
	MethodAzureCLI          = "azure_cli"
	MethodDefault           = "default"
)

// The values of tenants[].cloud and tenants[].auth.method, in the order of the
// reference.
var (
	clouds  = []string{CloudGlobal, CloudGCCHigh, CloudDoD, CloudCustom}
	methods = []string{MethodClientSecret, MethodClientCertificate, MethodWorkloadIdentity,
		MethodManagedIdentity, MethodAzureCLI, MethodDefault}
)

// Default returns the configuration with no key set: no tenants, and the
// defaults of the table everywhere else.
func Default() Config { return defaults(0) }

// defaults returns the defaults of the table for a number of tenants.
func defaults(tenants int) Config {
	c := Config{Tenants: make([]Tenant, tenants)}
	for path, k := range eachKey(tenants) {
		if k.fallback != "" {
			_ = k.set(&c, path, k.fallback) // a test holds that every default is valid
		}
	}
	return c
}

// Embedded is the folder of an embedded warehouse, and whether it is one.
func (w Warehouse) Embedded() (folder string, embedded bool) {
	return strings.CutPrefix(w.URL, "embedded:")
}

// Exposed reports whether other machines can reach the address.
func (l Listen) Exposed() bool {
	host, _, _ := net.SplitHostPort(l.Address)
	return l.Address != "" && !loopback(host)
}

// Wrong is what keeps the address from being served, to readers of the warehouse or to
// operators alone; "" is fine.
func (l Listen) Wrong(readers bool) string {
	if wrong := listenAddress(&l.Address); wrong != "" {
		return wrong
	}
	if readers && l.Exposed() && l.Password == "" && l.PasswordFile == "" {
		return l.Address + " is for other machines to reach; set listen.password_file, or listen on 127.0.0.1"
	}
	return ""
}
