package graphtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// preference is the Prefer header, and the metadata level of Accept.
type preference struct {
	page int // odata.maxpagesize, 0 for none
	form
}

func readPreference(h http.Header) preference {
	var p preference
	for _, part := range strings.Split(strings.Join(h.Values("Prefer"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch strings.ToLower(name) {
		case "odata.maxpagesize":
			p.page, _ = strconv.Atoi(value)
		case "include-unknown-enum-members":
			p.members = true
		case "omit-values":
			p.sparse = value == "nulls"
		}
	}
	p.bare = strings.Contains(h.Get("Accept"), "odata.metadata=none")
	return p
}

// size gives the page size: what the client asks for, but no more than Graph has.
func (p preference) size(most int) int {
	if p.page > 0 && p.page < most {
		return p.page
	}
	return most
}

// options names the query options that an endpoint takes; all others are refused.
func options(e Endpoint) []string {
	switch e {
	case List:
		return []string{"$filter", "$select", "$skiptoken"}
	case Record:
		return []string{"$select", "$expand"}
	case Sessions:
		return []string{"$select", "$expand", "$skiptoken"}
	}
	return []string{"$select", "$skiptoken"}
}

// unsupported names a query option that the endpoint does not take, or "".
func (x *exchange) unsupported() string {
	for name := range x.query {
		if strings.HasPrefix(name, "$") && !slices.Contains(options(x.endpoint), name) {
			return name
		}
	}
	return ""
}

// selected reads $select against the names there are: nil keeps all. The id is
// always kept. The other result is a name that there is not.
func (x *exchange) selected(names ...string) (keep func(string) bool, unknown string) {
	value := x.query.Get("$select")
	if value == "" {
		return nil, ""
	}
	chosen := strings.Split(strings.ReplaceAll(value, " ", ""), ",")
	for _, name := range chosen {
		if !slices.Contains(names, name) {
			return nil, name
		}
	}
	return func(name string) bool { return name == "id" || slices.Contains(chosen, name) }, ""
}

func names(fs []field) []string {
	var ns []string
	for _, f := range fs {
		ns = append(ns, f.name)
	}
	return ns
}
