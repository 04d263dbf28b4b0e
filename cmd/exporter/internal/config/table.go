package config

// keys is the contract with deployments: every key there is, in the order of
// the reference. Keys are added; none is renamed or removed.
var keys = []key{
	{path: "tenants[].tenant_id", field: of(func(t *Tenant) any { return &t.TenantID }), check: guid,
		example: "00000000-0000-0000-0000-000000000000",
		doc:     "The tenant's directory id, a GUID. Required."},
	{path: "tenants[].cloud", field: of(func(t *Tenant) any { return &t.Cloud }), standard: CloudGlobal,
		allowed: []string{CloudGlobal, CloudGCCHigh, CloudDoD, CloudCustom},
		doc:     "The national cloud that the tenant lives in."},
	{path: "tenants[].graph_root", field: of(func(t *Tenant) any { return &t.GraphRoot }), check: graphRoot,
		doc: "Where Graph answers, such as `https://127.0.0.1:9443`. With cloud custom only."},
	{path: "tenants[].authority", field: of(func(t *Tenant) any { return &t.Authority }), check: authority,
		doc: "Where tokens are issued, such as `https://login.example.com`. With cloud custom only."},
	{path: "tenants[].auth.method", field: of(func(t *Tenant) any { return &t.Auth.Method }), standard: MethodClientSecret,
		allowed: []string{MethodClientSecret, MethodClientCertificate, MethodWorkloadIdentity,
			MethodManagedIdentity, MethodAzureCLI, MethodDefault},
		doc: "How to authenticate. Further keys by method: client_secret wants client_id and a secret; " +
			"client_certificate wants client_id and certificate_file; workload_identity wants client_id and token_file, " +
			"unless its webhook set them; managed_identity takes client_id when it is user assigned."},
	{path: "tenants[].auth.client_id", field: of(func(t *Tenant) any { return &t.Auth.ClientID }),
		example: "00000000-0000-0000-0000-000000000000",
		doc:     "The id of the app registration or of the identity."},
	{path: "tenants[].auth.client_secret_file", field: of(func(t *Tenant) any { return &t.Auth.ClientSecretFile }),
		doc: "File that holds the client secret; read again when it changes."},
	{path: "tenants[].auth.client_secret", field: of(func(t *Tenant) any { return &t.Auth.ClientSecret }),
		example: "${CALLRECORDS_CLIENT_SECRET}",
		doc:     "The client secret itself; better through `${NAME}` than written out."},
	{path: "tenants[].auth.certificate_file", field: of(func(t *Tenant) any { return &t.Auth.CertificateFile }),
		doc: "Client certificate with its private key, PEM or PFX."},
	{path: "tenants[].auth.certificate_password_file", field: of(func(t *Tenant) any { return &t.Auth.CertificatePasswordFile }),
		doc: "File that holds the password of the certificate."},
	{path: "tenants[].auth.certificate_password", field: of(func(t *Tenant) any { return &t.Auth.CertificatePassword }),
		doc: "The password of the certificate itself."},
	{path: "tenants[].auth.token_file", field: of(func(t *Tenant) any { return &t.Auth.TokenFile }),
		doc: "The projected service account token, for workload_identity. Default: what `AZURE_FEDERATED_TOKEN_FILE` names."},

	{path: "warehouse.url", field: in(func(c *Config) any { return &c.Warehouse.URL }), standard: "embedded:./data", check: warehouseURL,
		doc: "The engine in this process and its folder, `embedded:PATH`, or a ClickHouse server over HTTP, " +
			"`https://user:password@host:8443`. Without a port: 8443 for https, 8123 for http."},
	{path: "warehouse.database", field: in(func(c *Config) any { return &c.Warehouse.Database }), standard: "callrecords", check: identifier,
		doc: "The database that holds our tables."},
	{path: "warehouse.user", field: in(func(c *Config) any { return &c.Warehouse.User }),
		doc: "The user, unless the URL names one."},
	{path: "warehouse.password_file", field: in(func(c *Config) any { return &c.Warehouse.PasswordFile }),
		doc: "File that holds the password."},
	{path: "warehouse.password", field: in(func(c *Config) any { return &c.Warehouse.Password }),
		doc: "The password itself; better through `${NAME}` than written out."},
	{path: "warehouse.ca_file", field: in(func(c *Config) any { return &c.Warehouse.CAFile }),
		doc: "PEM file of certificate authorities to trust besides the system's."},
	{path: "warehouse.client_certificate_file", field: in(func(c *Config) any { return &c.Warehouse.ClientCertificateFile }),
		doc: "PEM file of the client certificate, for mutual TLS. Together with client_key_file."},
	{path: "warehouse.client_key_file", field: in(func(c *Config) any { return &c.Warehouse.ClientKeyFile }),
		doc: "PEM file of the client certificate's key."},
	{path: "warehouse.cluster", field: in(func(c *Config) any { return &c.Warehouse.Cluster }), check: clusterName,
		doc: "The cluster to spread the tables over, as the server's remote_servers calls it; see docs/cluster.md. Default: the one server."},

	{path: "export.lookback", field: in(func(c *Config) any { return &c.Export.Lookback }), standard: "48h", check: lookback,
		doc: "How far back each run lists, by the start of the calls: longest call in use plus 150m at least."},
	{path: "export.participants", field: in(func(c *Config) any { return &c.Export.Participants }), standard: "true",
		doc: "Whether the participants of each record are fetched."},
	{path: "export.raw_pages", field: in(func(c *Config) any { return &c.Export.RawPages }), standard: "true",
		doc: "Whether the JSON pages are kept in the vault, for `exporter replay`."},
	{path: "export.raw_retention", field: in(func(c *Config) any { return &c.Export.RawRetention }), standard: "0", check: span,
		doc: "How long pages stay in the vault, such as 400d; those of a record that was set aside stay until it is loaded. 0 is forever."},
	{path: "export.reconcile_every", field: in(func(c *Config) any { return &c.Export.ReconcileEvery }), standard: "24h", check: positive,
		doc: "How often a run lists all 30 days that Graph keeps, not only the lookback."},
	{path: "export.quota_share", field: in(func(c *Config) any { return &c.Export.QuotaShare }), standard: "0.8", check: share,
		doc: "The share of Graph's published limits that we use; above 0, at most 1."},
	{path: "export.retry_budget", field: in(func(c *Config) any { return &c.Export.RetryBudget }), standard: "2m", check: positive,
		doc: "How long one request is retried before its record is left for the next run."},
	{path: "export.expiry_alarm", field: in(func(c *Config) any { return &c.Export.ExpiryAlarm }), standard: "120h", check: retained,
		doc: "A record that is not loaded and expires sooner than this raises an error."},
	{path: "export.concurrency", field: in(func(c *Config) any { return &c.Export.Concurrency }), standard: "0", check: notNegative,
		doc: "Requests at the same time, a tenant. 0 follows the quota."},
	{path: "export.temp_dir", field: in(func(c *Config) any { return &c.Export.TempDir }), check: folder,
		doc: "Folder for batches on their way to the warehouse. Default: the system's."},

	{path: "schedule.cron", field: in(func(c *Config) any { return &c.Schedule.Cron }), standard: "*/15 * * * *", check: cronSpec,
		doc: "When `exporter serve` starts a run: five fields, or a descriptor such as `@hourly`."},

	{path: "listen.address", field: in(func(c *Config) any { return &c.Listen.Address }), check: listenAddress,
		doc: "Where `exporter serve` lets others read the embedded warehouse over ClickHouse's HTTP interface, such as `127.0.0.1:8123`. " +
			"Not set, nowhere. Any address but this machine's own wants a password."},
	{path: "listen.user", field: in(func(c *Config) any { return &c.Listen.User }), standard: "default",
		doc: "The name that readers give."},
	{path: "listen.password_file", field: in(func(c *Config) any { return &c.Listen.PasswordFile }),
		doc: "File that holds the readers' password."},
	{path: "listen.password", field: in(func(c *Config) any { return &c.Listen.Password }),
		doc: "The readers' password itself; better through `${NAME}` than written out."},
	{path: "listen.tls_certificate_file", field: in(func(c *Config) any { return &c.Listen.TLSCertificateFile }),
		doc: "PEM file of the certificate, for HTTPS. Together with tls_key_file."},
	{path: "listen.tls_key_file", field: in(func(c *Config) any { return &c.Listen.TLSKeyFile }),
		doc: "PEM file of the certificate's key."},
	{path: "listen.queries", field: in(func(c *Config) any { return &c.Listen.Queries }), standard: "4", check: atLeastOne,
		doc: "Queries that run at once; others wait for their turn."},
	{path: "listen.max_time", field: in(func(c *Config) any { return &c.Listen.MaxTime }), standard: "1m", check: positive,
		doc: "How long a query may take, its result's way included."},
	{path: "listen.max_memory_mb", field: in(func(c *Config) any { return &c.Listen.MaxMemoryMB }), standard: "1024", check: notNegative,
		doc: "MiB that one query may use. 0 is no bound."},
	{path: "listen.max_result_mb", field: in(func(c *Config) any { return &c.Listen.MaxResultMB }), standard: "256", check: notNegative,
		doc: "MiB that one result may have. 0 is no bound."},
	{path: "listen.max_result_rows", field: in(func(c *Config) any { return &c.Listen.MaxResultRows }), standard: "1000000", check: notNegative,
		doc: "Rows that one result may have. 0 is no bound."},

	{path: "log.level", field: in(func(c *Config) any { return &c.Log.Level }), standard: "info",
		allowed: []string{"debug", "info", "warn", "error"},
		doc:     "The least important level that is logged."},
	{path: "log.format", field: in(func(c *Config) any { return &c.Log.Format }), standard: "auto",
		allowed: []string{"auto", "text", "json"},
		doc:     "auto is text on a terminal and JSON otherwise."},
}

// in reaches a field that is there once.
func in(field func(*Config) any) func(*Config, int) any {
	return func(c *Config, _ int) any { return field(c) }
}

// of reaches a field that each tenant has.
func of(field func(*Tenant) any) func(*Config, int) any {
	return func(c *Config, tenant int) any { return field(&c.Tenants[tenant]) }
}
