package config

import "time"

// Config is a configuration that was read, completed with defaults and checked.
// The fields are described, with their keys and defaults, in the table of keys.
type Config struct {
	Tenants   []Tenant
	Warehouse Warehouse
	Export    Export
	Schedule  Schedule
	Listen    Listen
	Log       Log
}

// Tenant is one Microsoft Entra tenant whose call records are exported.
type Tenant struct {
	TenantID  string // a GUID in lower case
	Cloud     string // one of the Cloud constants
	GraphRoot string // URL without a slash at the end; only with CloudCustom
	Authority string // likewise
	Auth      Auth
}

// Auth is how the exporter proves to a tenant who it is.
type Auth struct {
	Method                  string // one of the Method constants
	ClientID                string
	ClientSecretFile        string
	ClientSecret            Secret
	CertificateFile         string
	CertificatePasswordFile string
	CertificatePassword     Secret
	TokenFile               string
}

// Warehouse is where the rows go.
type Warehouse struct {
	// URL is embedded:PATH or http(s)://host:port. The port is always there,
	// a user and password never: Load moves them to the fields below.
	URL                   string
	Database              string
	User                  string
	PasswordFile          string
	Password              Secret
	CAFile                string
	ClientCertificateFile string
	ClientKeyFile         string
	Cluster               string // "" is one node
}

// Export is how records are listed and fetched.
type Export struct {
	Lookback       time.Duration
	Participants   bool
	RawPages       bool
	RawRetention   time.Duration // 0 is forever
	ReconcileEvery time.Duration
	QuotaShare     float64 // in (0,1]
	RetryBudget    time.Duration
	ExpiryAlarm    time.Duration
	Concurrency    int    // 0 means: as the quota allows
	TempDir        string // "" means the system's
}

// Schedule is when exporter serve starts a run.
type Schedule struct {
	Cron string // five fields or a descriptor such as @hourly
}

// Listen is how others may read the embedded warehouse over HTTP.
type Listen struct {
	Address            string // host:port; "" is nowhere
	User               string
	PasswordFile       string
	Password           Secret
	TLSCertificateFile string // "" is without TLS
	TLSKeyFile         string
	Queries            int // at once
	MaxTime            time.Duration
	MaxMemoryMB        int // a query; as the next two, 0 is no bound
	MaxResultMB        int
	MaxResultRows      int
}

// Log is what the exporter says while it works.
type Log struct {
	Level  string // debug, info, warn or error
	Format string // auto, text or json
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

// Default returns the configuration with no key set: no tenants, and the
// defaults of the table everywhere else.
func Default() Config {
	var c Config
	for _, k := range keys {
		if !k.ofTenant() {
			k.reset(&c, 0)
		}
	}
	return c
}

// addTenant appends a tenant with the defaults of the table.
func (c *Config) addTenant() {
	c.Tenants = append(c.Tenants, Tenant{})
	for _, k := range keys {
		if k.ofTenant() {
			k.reset(c, len(c.Tenants)-1)
		}
	}
}
