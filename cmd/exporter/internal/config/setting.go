package config

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/problem"
)

// Setting is a key as it is in force.
type Setting struct {
	Path, Value string // a secret's value is hidden
	Source      string // default, file:line, $VARIABLE, or derived from other keys
}

// Settings are all keys in force, in the order of the reference. With an error, which is
// as of [Load], they are as far as they could be read.
func Settings(path string, environ []string) ([]Setting, error) {
	c, r := read(path, environ, true)
	var all []Setting
	fallback := defaults(r.tenants)
	for path := range eachKey(r.tenants) {
		s := Setting{Path: path, Value: shown(c.field(path))}
		at, said := r.Places[path]
		switch {
		case said && at.File == problem.Environment:
			s.Source = "$" + at.Key
		case said:
			s.Source = fmt.Sprintf("%s:%d", at.File, at.Line)
		case s.Value != shown(fallback.field(path)):
			s.Source = "derived"
		default:
			s.Source = "default"
		}
		all = append(all, s)
	}
	return all, r.Problems.Err()
}

// shown is a value for people.
func shown(field any) string {
	switch v := field.(type) {
	case *Secret:
		if *v == "" {
			return ""
		}
		return redacted
	case *time.Duration:
		text := v.String()
		for _, zero := range []string{"m0s", "h0m"} {
			if strings.HasSuffix(text, zero) {
				text = text[:len(text)-2]
			}
		}
		return text
	case *string:
		// Of what looks like a URL, what stands before the host and in the query may be secret.
		if u, err := url.Parse(*v); err == nil && u.Host != "" && (u.User != nil || u.RawQuery != "") {
			if _, has := u.User.Password(); has {
				u.User = url.UserPassword(u.User.Username(), "hidden")
			}
			if u.RawQuery != "" {
				u.RawQuery = "hidden"
			}
			return u.String()
		} else if err != nil && strings.Contains(*v, "@") {
			return redacted
		}
		return *v
	case *bool:
		return fmt.Sprint(*v)
	case *int:
		return fmt.Sprint(*v)
	case *float64:
		return fmt.Sprint(*v)
	}
	return redacted
}
