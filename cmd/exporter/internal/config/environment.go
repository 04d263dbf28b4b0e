package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"callrecords/cmd/exporter/internal/nearest"
	"callrecords/cmd/exporter/internal/problem"
	"callrecords/cmd/exporter/internal/strictyaml"
)

var (
	tenantVariable = regexp.MustCompile(`^` + prefix + `TENANTS_(0|[1-9]\d{0,3})_`)
	// serviceVariable is what Kubernetes sets for each Service of the namespace;
	// one that is called callrecords must not keep the exporter from starting.
	// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
	serviceVariable = regexp.MustCompile(`^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|` +
		`PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$`)
)

// readEnvironment lays the CALLRECORDS_ variables over the file. An empty one
// counts as not set: that is what compose files make of variables they lack.
func (r *rawConfig) readEnvironment() {
	// Tenants may be in variables only, numbered on behind those of the file.
	named := map[int]bool{}
	for name, text := range r.environ {
		if _, tenant, ok := variablePath(name); ok && text != "" {
			named[tenant] = true
		}
	}
	for named[r.tenants] {
		r.tenants++
	}
	for _, name := range slices.Sorted(maps.Keys(r.environ)) {
		foreign := !strings.HasPrefix(name, prefix) || r.Variables[name] || name == prefix+"CONFIG" ||
			strings.HasPrefix(name, prefix+"TEST_") || serviceVariable.MatchString(name)
		if foreign {
			continue
		}
		at, text := problem.Place{File: problem.Environment, Key: name}, r.environ[name]
		path, tenant, ok := variablePath(name)
		switch {
		case !ok:
			r.Problems.Add(at, "unknown variable; %s", suggestVariable(name))
		case tenant >= r.tenants:
			r.Problems.Add(at, "there are %d tenants; number them from 0, without a gap", r.tenants)
		case text != "":
			r.Places[path] = at
			r.Values[path] = strictyaml.Value{Text: text, Written: text}
		}
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
			return strictyaml.At(k.path, tenant), tenant, true
		}
	}
	return "", -1, false
}

// suggestVariable says what to write instead of an unknown variable.
func suggestVariable(name string) string {
	number := "N"
	if found := tenantVariable.FindStringSubmatch(name); found != nil {
		number = found[1]
	}
	var variables []string
	for _, k := range keys {
		variables = append(variables, strings.Replace(k.variable(), "_N_", "_"+number+"_", 1))
	}
	best := nearest.Of(variables, 1+len(name)/5, func(known string) int {
		return nearest.Distance(name, known)
	})
	if best == "" {
		return "variables are named like the keys: " + prefix + "EXPORT_LOOKBACK is export.lookback"
	}
	return "did you mean " + best + "?"
}
