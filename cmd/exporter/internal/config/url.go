package config

import (
	"net/netip"
	"net/url"
	"strings"
)

// graphRoot wants https. Plain http is for simulated tenants on this machine.
func graphRoot(field any) string {
	root := field.(*string)
	u, wrong := endpoint(root)
	if wrong == "" && u != nil && u.Scheme == "http" && !loopback(u.Hostname()) {
		return "wants https: a token must not travel in the open"
	}
	return wrong
}

// authority wants https without exception: azidentity takes nothing else.
func authority(field any) string {
	u, wrong := endpoint(field.(*string))
	if wrong == "" && u != nil && u.Scheme != "https" {
		return "wants https, on this machine too"
	}
	return wrong
}

// endpoint parses the URL of a service and cuts the slash at its end. Nothing
// set gives nil. What is wrong is told without the URL: it may hold a password.
func endpoint(text *string) (*url.URL, string) {
	if *text == "" {
		return nil, ""
	}
	*text = strings.TrimRight(*text, "/")
	u, err := url.Parse(*text)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, "wants a URL such as https://host"
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, "wants a URL that begins with https://"
	case !validPort(u.Port()):
		return nil, "has a port outside 1 to 65535"
	case u.User != nil:
		return nil, "takes no user and password"
	case u.RawQuery != "" || u.Fragment != "":
		return nil, "takes no ? or # part"
	default:
		return u, ""
	}
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
