package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	tenantVariable = regexp.MustCompile(`^` + prefix + `TENANTS_(0|[1-9]\d{0,3})_`)
	// serviceVariable is what Kubernetes sets for each Service of the namespace;
	// one that is called callrecords must not keep the exporter from starting.
	// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
	serviceVariable = regexp.MustCompile(`^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$`)
)

// readVariables lays the CALLRECORDS_ variables over the draft. An empty one
// counts as not set: that is what compose files make of variables they lack.
func (d *draft) readVariables() {
	d.countTenants()
	for _, name := range slices.Sorted(maps.Keys(d.variables)) {
		if !strings.HasPrefix(name, prefix) || d.foreign(name) {
			continue
		}
		at := place{file: environmentName, key: name}
		path, tenant, ok := variablePath(name)
		switch {
		case !ok:
			d.mistakes.add(at, "unknown variable; %s", suggestVariable(name))
		case tenant >= d.tenants:
			d.mistakes.add(at, "there are %d tenants; number them from 0, without a gap", d.tenants)
		case d.variables[name] != "":
			text := d.variables[name]
			d.places[path] = at
			d.settings[path] = setting{text: text, written: text, at: at}
		}
	}
}

// foreign reports whether a variable is none of the configuration's business.
func (d *draft) foreign(name string) bool {
	return d.referenced[name] || name == prefix+"CONFIG" ||
		strings.HasPrefix(name, prefix+"TEST_") || serviceVariable.MatchString(name)
}

// countTenants adds the tenants that only variables speak of.
func (d *draft) countTenants() {
	named := map[int]bool{}
	for name, value := range d.variables {
		if path, tenant, ok := variablePath(name); ok && value != "" && strings.HasPrefix(path, "tenants[") {
			named[tenant] = true
		}
	}
	for named[d.tenants] {
		d.tenants++
	}
}

// variablePath returns the path that a variable sets, and its tenant (-1: none).
func variablePath(name string) (path string, tenant int, ok bool) {
	general, tenant := name, -1
	if found := tenantVariable.FindStringSubmatch(name); found != nil {
		tenant, _ = strconv.Atoi(found[1])
		general = prefix + "TENANTS_N_" + strings.TrimPrefix(name, found[0])
	}
	for _, k := range keys {
		if k.variable() == general && k.ofTenant() == (tenant >= 0) {
			return at(k.path, tenant), tenant, true
		}
	}
	return "", -1, false
}
