package config

import (
	"os"
	"strings"

	"callrecords/cmd/exporter/internal/problem"
	"callrecords/cmd/exporter/internal/strictyaml"
)

// tenantRules holds what the keys of a tenant ask of each other.
func (r *rawConfig) tenantRules(c *Config) {
	if len(c.Tenants) == 0 && !r.Problems.Has(r.where("tenants")) {
		r.Problems.Add(
			r.where("tenants"),
			"names no tenant; one with tenant_id and auth is wanted%s",
			r.wayToBegin(),
		)
	}
	seen := map[string]string{}
	for i, t := range c.Tenants {
		path := strictyaml.At("tenants[]", i)
		r.require(path+".tenant_id", t.TenantID, "every tenant has its own")
		r.filledIn(path+".tenant_id", t.TenantID, "the tenant's id: Entra admin center, Overview, Tenant ID")
		if first, twice := seen[t.TenantID]; twice && t.TenantID != "" {
			r.Problems.Add(r.where(path+".tenant_id"), "is the tenant of %s again", first)
		} else {
			seen[t.TenantID] = path
		}
		r.cloudRules(path, t)
		r.authRules(path+".auth", t.Auth)
		r.filledIn(
			path+".auth.client_id",
			t.Auth.ClientID,
			"the app's id: Entra admin center, App registrations, the exporter's app, Application (client) ID",
		)
	}
}

// wayToBegin says how there comes to be a file, where there is none.
func (r *rawConfig) wayToBegin() string {
	if r.file != "" {
		return ""
	}
	return ". There is no config.yaml in this folder: exporter config init writes one, --config FILE names another"
}

// filledIn notes an id that is still the place to fill in.
func (r *rawConfig) filledIn(path, id, with string) {
	if id == unknownID {
		r.Problems.Add(r.where(path), "is still the zeros of a first file; fill in %s", with)
	}
}

// cloudRules: the endpoints belong to the custom cloud, and to no other.
func (r *rawConfig) cloudRules(path string, t Tenant) {
	if r.Problems.Has(r.where(path + ".cloud")) {
		return
	}
	if t.Cloud == CloudCustom {
		r.require(path+".graph_root", t.GraphRoot, "cloud custom wants it")
		r.require(path+".authority", t.Authority, "cloud custom wants it")
		return
	}
	r.refuse(path+".graph_root", t.GraphRoot, "is for cloud custom; this tenant is in "+t.Cloud)
	r.refuse(path+".authority", t.Authority, "is for cloud custom; this tenant is in "+t.Cloud)
}

// authRules: each method has what it needs, and every secret comes one way.
func (r *rawConfig) authRules(path string, a Auth) {
	r.either(path+".client_secret", a.ClientSecret, a.ClientSecretFile)
	r.either(path+".certificate_password", a.CertificatePassword, a.CertificatePasswordFile)
	if r.Problems.Has(r.where(path + ".method")) {
		return
	}
	wanted := "method " + a.Method + " wants it"
	switch a.Method {
	case MethodClientSecret:
		r.require(path+".client_id", a.ClientID, wanted)
		if !r.Problems.Has(r.where(path + ".client_secret_file")) {
			r.require(path+".client_secret", a.ClientSecretFile+a.ClientSecret.Reveal(),
				wanted+", or client_secret_file")
		}
	case MethodClientCertificate:
		r.require(path+".client_id", a.ClientID, wanted)
		r.require(path+".certificate_file", a.CertificateFile, wanted)
	case MethodWorkloadIdentity:
		r.require(path+".client_id", a.ClientID+r.environ["AZURE_CLIENT_ID"],
			wanted+", or the variable AZURE_CLIENT_ID")
		r.require(path+".token_file", a.TokenFile+r.environ["AZURE_FEDERATED_TOKEN_FILE"],
			wanted+", or the variable AZURE_FEDERATED_TOKEN_FILE")
	}
}

// warehouseRules normalizes the URL and holds what belongs together.
func (r *rawConfig) warehouseRules(w *Warehouse) {
	r.either("warehouse.password", w.Password, w.PasswordFile)
	if r.Problems.Has(r.where("warehouse.url")) {
		return
	}
	for _, key := range w.normalizeURL() {
		r.Problems.Add(r.where(key), "is in warehouse.url too; keep one of them")
	}
	if _, embedded := w.Embedded(); embedded {
		r.refuse(
			"warehouse.cluster",
			w.Cluster,
			"wants a server in warehouse.url; the embedded engine is one node",
		)
	}
	if w.SQLSecurity == Definer {
		r.refuse("warehouse.cluster", w.Cluster, "wants invoker in warehouse.sql_security: on a cluster views are "+
			"Distributed tables, which always ask with the reader's rights")
	}
	if w.ClientKeyFile != "" {
		r.require("warehouse.client_certificate_file", w.ClientCertificateFile, "client_key_file is set")
	}
	if w.ClientCertificateFile != "" {
		r.require("warehouse.client_key_file", w.ClientKeyFile, "client_certificate_file is set")
	}
}

// listenRules holds what the keys of listen ask of each other.
func (r *rawConfig) listenRules(l Listen, w Warehouse) {
	r.either("listen.password", l.Password, l.PasswordFile)
	if at := r.where("listen.address"); !r.Problems.Has(at) {
		_, readers := w.Embedded()
		if wrong := l.Wrong(readers); wrong != "" {
			r.Problems.Add(at, "%s", wrong)
		}
	}
	if l.TLSKeyFile != "" {
		r.require("listen.tls_certificate_file", l.TLSCertificateFile, "tls_key_file is set")
	}
	if l.TLSCertificateFile != "" {
		r.require("listen.tls_key_file", l.TLSKeyFile, "tls_certificate_file is set")
	}
}

// metricsRules holds what the keys of metrics ask of each other.
func (r *rawConfig) metricsRules(m Metrics) {
	r.either("metrics.password", m.Password, m.PasswordFile)
}

// require notes a key that is missing, unless something is noted about it.
func (r *rawConfig) require(path, value, why string) {
	if at := r.where(path); value == "" && !r.Problems.Has(at) {
		r.Problems.Add(at, "is missing; %s", why)
	}
}

// refuse notes a key that is set and may not be.
func (r *rawConfig) refuse(path, value, why string) {
	if at := r.where(path); value != "" && !r.Problems.Has(at) {
		r.Problems.Add(at, "%s", why)
	}
}

// either notes a secret that is set as a text and as a file.
func (r *rawConfig) either(path string, text Secret, file string) {
	if text != "" && file != "" {
		_, name := strictyaml.Split(path)
		r.Problems.Add(r.where(path), "and %s_file are both set; keep one of them", name)
	}
}

// fileRules wants every file that is named to be there and hold something.
func (r *rawConfig) fileRules(c *Config, graph bool) {
	for path, k := range eachKey(len(c.Tenants)) {
		if !strings.HasSuffix(path, "_file") || k.ofTenant() && !graph {
			continue
		}
		file := *c.field(path).(*string)
		if file == "" {
			continue
		}
		info, err := os.Stat(file)
		if err == nil && info.Mode().IsRegular() { // a pipe can be read once only: it is left alone
			var f *os.File
			if f, err = os.Open(file); err == nil {
				err = f.Close()
			}
		}
		switch {
		case err != nil:
			r.Problems.Add(r.where(path), "%q: %s", file, problem.Unreadable(err))
		case info.IsDir():
			r.Problems.Add(r.where(path), "%q is a folder", file)
		case info.Mode().IsRegular() && info.Size() == 0:
			r.Problems.Add(r.where(path), "%q is empty", file)
		}
	}
}

// exportRules: something is exported, and what a run has claimed stays its own while it
// tries a request again. An embedded warehouse has one run at a time, which claims nothing.
func (r *rawConfig) exportRules(e Export, w Warehouse) {
	if e.CallRecords == SwitchOff && e.PstnCalls == SwitchOff && e.DirectRoutingCalls == SwitchOff {
		r.Problems.Add(r.where("export.call_records"),
			"is off, and so are pstn_calls and direct_routing_calls: nothing would be exported")
	}
	at := r.where("export.claim_age")
	_, alone := w.Embedded()
	if alone || e.ClaimAge == 0 || r.Problems.Has(at) || r.Problems.Has(r.where("export.retry_budget")) {
		return
	}
	if e.ClaimAge <= e.RetryBudget {
		r.Problems.Add(at, "is %s and must be more than export.retry_budget, which is %s: another run would fetch "+
			"what this one still tries; 0 claims nothing", e.ClaimAge, e.RetryBudget)
	}
}
