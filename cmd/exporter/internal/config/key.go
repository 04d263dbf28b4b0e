package config

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// prefix begins the name of every variable that sets a key.
const prefix = "CALLRECORDS_"

// key declares one key of the configuration.
type key struct {
	path     string                          // tenants[].auth.method; [] is the place of an index
	field    func(c *Config, tenant int) any // pointer to the field; its type is the key's type
	standard string                          // the default as written in YAML; "" is the field's zero value
	example  string                          // for config.example.yaml, where the default would be a mistake
	allowed  []string                        // the values, when they are few
	check    func(field any) string          // what is wrong with a value of the right type; "" is fine
	doc      string                          // one line of Markdown
}

// ofTenant reports whether the key is there once a tenant.
func (k key) ofTenant() bool { return strings.HasPrefix(k.path, "tenants[].") }

// isText reports whether any text is of the key's type.
func (k key) isText() bool {
	switch k.field(sample(), 0).(type) {
	case *string, *Secret:
		return len(k.allowed) == 0
	default:
		return false
	}
}

// sample is a configuration with room for one tenant, to ask fields for types.
func sample() *Config { return &Config{Tenants: make([]Tenant, 1)} }

// kind names the key's type for the reader of the reference.
func (k key) kind() string {
	if len(k.allowed) > 0 {
		return strings.Join(k.allowed, ", ")
	}
	switch k.field(sample(), 0).(type) {
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

// variable returns the variable that sets the key; N is the place of an index.
func (k key) variable() string { return prefix + screaming(k.path) }

// screaming turns tenants[0].auth.client_id into TENANTS_0_AUTH_CLIENT_ID.
func screaming(path string) string {
	return strings.ToUpper(strings.NewReplacer("[]", "_N", "[", "_", "]", "", ".", "_").Replace(path))
}

// reset gives the field its default. A test holds that every default is valid.
func (k key) reset(c *Config, tenant int) {
	if k.standard != "" {
		_ = k.set(c, tenant, k.standard)
	}
}

var index = regexp.MustCompile(`\[\d+\]`)

// pattern turns tenants[0].cloud into tenants[].cloud.
func pattern(path string) string { return index.ReplaceAllString(path, "[]") }

// at turns tenants[].cloud into tenants[0].cloud.
func at(path string, tenant int) string {
	return strings.Replace(path, "[]", "["+strconv.Itoa(tenant)+"]", 1)
}

// find returns the key that has this pattern.
func find(pattern string) (key, bool) {
	for _, k := range keys {
		if k.path == pattern {
			return k, true
		}
	}
	return key{}, false
}

// isSection reports whether keys have this pattern as their beginning.
func isSection(pattern string) bool {
	for _, k := range keys {
		if strings.HasPrefix(k.path, pattern+".") {
			return true
		}
	}
	return false
}

// split cuts a path into its section and its last name.
func split(path string) (section, name string) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:]
}

// join puts a name below a section; the top section is "".
func join(section, name string) string {
	if section == "" {
		return name
	}
	return section + "." + name
}
