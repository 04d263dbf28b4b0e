package config

import (
	"os"
	"strconv"
	"strings"
)

// tenantRules holds what the keys of a tenant ask of each other.
func (d *draft) tenantRules(c *Config) {
	if len(c.Tenants) == 0 && !d.mistakes.has(d.where("tenants")) {
		d.mistakes.add(d.where("tenants"), "names no tenant; one with tenant_id and auth is wanted")
	}
	seen := map[string]string{}
	for i, t := range c.Tenants {
		path := at("tenants[]", i)
		d.require(path+".tenant_id", t.TenantID, "every tenant has its own")
		if first, twice := seen[t.TenantID]; twice && t.TenantID != "" {
			d.mistakes.add(d.where(path+".tenant_id"), "is the tenant of %s again", first)
		} else {
			seen[t.TenantID] = path
		}
		d.cloudRules(path, t)
		d.authRules(path+".auth", t.Auth)
	}
}

// cloudRules: the endpoints belong to the custom cloud, and to no other.
func (d *draft) cloudRules(path string, t Tenant) {
	if d.mistakes.has(d.where(path + ".cloud")) {
		return
	}
	if t.Cloud == CloudCustom {
		d.require(path+".graph_root", t.GraphRoot, "cloud custom wants it")
		d.require(path+".authority", t.Authority, "cloud custom wants it")
		return
	}
	d.refuse(path+".graph_root", t.GraphRoot, "is for cloud custom; this tenant is in "+t.Cloud)
	d.refuse(path+".authority", t.Authority, "is for cloud custom; this tenant is in "+t.Cloud)
}

// authRules: each method has what it needs, and every secret comes one way.
func (d *draft) authRules(path string, a Auth) {
	d.either(path+".client_secret", a.ClientSecret, a.ClientSecretFile)
	d.either(path+".certificate_password", a.CertificatePassword, a.CertificatePasswordFile)
	if d.mistakes.has(d.where(path + ".method")) {
		return
	}
	wanted := "method " + a.Method + " wants it"
	switch a.Method {
	case MethodClientSecret:
		d.require(path+".client_id", a.ClientID, wanted)
		if !d.mistakes.has(d.where(path + ".client_secret_file")) {
			d.require(path+".client_secret", a.ClientSecretFile+a.ClientSecret.Reveal(), wanted+", or client_secret_file")
		}
	case MethodClientCertificate:
		d.require(path+".client_id", a.ClientID, wanted)
		d.require(path+".certificate_file", a.CertificateFile, wanted)
	case MethodWorkloadIdentity:
		d.require(path+".client_id", a.ClientID+d.variables["AZURE_CLIENT_ID"], wanted+", or the variable AZURE_CLIENT_ID")
		d.require(path+".token_file", a.TokenFile+d.variables["AZURE_FEDERATED_TOKEN_FILE"],
			wanted+", or the variable AZURE_FEDERATED_TOKEN_FILE")
	}
}

// warehouseRules settles the URL and holds what belongs together.
func (d *draft) warehouseRules(w *Warehouse) {
	d.either("warehouse.password", w.Password, w.PasswordFile)
	if d.mistakes.has(d.where("warehouse.url")) {
		return
	}
	for _, key := range w.settle() {
		d.mistakes.add(d.where(key), "is in warehouse.url too; keep one of them")
	}
	if strings.HasPrefix(w.URL, "embedded:") {
		d.refuse("warehouse.cluster", w.Cluster, "wants a server in warehouse.url; the embedded engine is one node")
	}
	if w.ClientKeyFile != "" {
		d.require("warehouse.client_certificate_file", w.ClientCertificateFile, "client_key_file is set")
	}
	if w.ClientCertificateFile != "" {
		d.require("warehouse.client_key_file", w.ClientKeyFile, "client_certificate_file is set")
	}
}

// require notes a key that is missing, unless something is noted about it.
func (d *draft) require(path, value, why string) {
	if at := d.where(path); value == "" && !d.mistakes.has(at) {
		d.mistakes.add(at, "is missing; %s", why)
	}
}

// refuse notes a key that is set and may not be.
func (d *draft) refuse(path, value, why string) {
	if at := d.where(path); value != "" && !d.mistakes.has(at) {
		d.mistakes.add(at, "%s", why)
	}
}

// either notes a secret that is set as a text and as a file.
func (d *draft) either(path string, text Secret, file string) {
	if text != "" && file != "" {
		d.mistakes.add(d.where(path), "and %s_file are both set; keep one of them", path[strings.LastIndexByte(path, '.')+1:])
	}
}

// fileRules wants every file that is named to be there and hold something.
func (d *draft) fileRules(c *Config, graph bool) {
	for _, k := range keys {
		if !strings.HasSuffix(k.path, "_file") || k.ofTenant() && !graph {
			continue
		}
		count := 1
		if k.ofTenant() {
			count = len(c.Tenants)
		}
		for i := range count {
			d.readable(at(k.path, i), *k.field(c, i).(*string))
		}
	}
}

// readable opens a file; a pipe is left alone, it can be read once only.
func (d *draft) readable(path, file string) {
	if file == "" {
		return
	}
	info, err := os.Stat(file)
	if err == nil && info.Mode().IsRegular() {
		err = opens(file)
	}
	switch {
	case err != nil:
		d.mistakes.add(d.where(path), "%s: %s", strconv.Quote(file), unreadable(err))
	case info.IsDir():
		d.mistakes.add(d.where(path), "%q is a folder", file)
	case info.Mode().IsRegular() && info.Size() == 0:
		d.mistakes.add(d.where(path), "%q is empty", file)
	}
}

func opens(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	return f.Close()
}
