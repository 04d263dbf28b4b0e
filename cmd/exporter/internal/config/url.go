package config

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// warehouseURL wants embedded:PATH or http(s)://[user[:password]@]host[:port].
// Problems are told without the text: it may hold a password.
func warehouseURL(field any) string {
	text := *field.(*string)
	if path, is := strings.CutPrefix(text, "embedded:"); is {
		if path == "" {
			return "wants a folder after embedded:, such as embedded:./data"
		}
		return ""
	}
	u, err := url.Parse(text)
	if err != nil {
		return "is not a URL; write special characters of the password as %XX, or put it in warehouse.password"
	}
	host := u.Hostname()
	if strings.Contains(host, ":") { // an IPv6 address, in the form that URLs want
		host = "[" + host + "]"
	}
	const native = " is ClickHouse's native protocol and we speak HTTP; try https://"
	const nativePort = " is ClickHouse's native port and we speak HTTP; try "
	switch u.Scheme {
	case "http", "https":
	case "clickhouse", "clickhouses", "tcp", "tls", "native":
		host = cmp.Or(host, "host")
		return u.Scheme + "://" + native + host + ":8443, or http://" + host + ":8123 without TLS"
	default:
		return "wants embedded:PATH or https://host:8443"
	}
	switch {
	case host == "":
		return "names no host; it goes like https://host:8443"
	case u.Port() == "9000":
		return "port 9000" + nativePort + "http://" + host + ":8123"
	case u.Port() == "9440":
		return "port 9440" + nativePort + "https://" + host + ":8443"
	case !validPort(u.Port()):
		return "has a port outside 1 to 65535"
	case u.Path != "" && !strings.HasSuffix(u.Path, "/"): // a database, as other tools have it
		return "takes no path but a proxy's, which ends in /; the database goes into warehouse.database"
	case u.RawQuery != "" || u.Fragment != "":
		return "takes no ? or # part; the other keys of warehouse say the rest"
	default:
		return ""
	}
}

// normalizeURL moves the user and password out of a valid URL, so that it can
// be printed, and fills in the port. It reports which of the two keys were set
// twice.
func (w *Warehouse) normalizeURL() (twice []string) {
	u, err := url.Parse(w.URL)
	if err != nil || u.Host == "" {
		return nil
	}
	if u.User != nil {
		password, has := u.User.Password()
		if w.User != "" {
			twice = append(twice, "warehouse.user")
		}
		if has && (w.Password != "" || w.PasswordFile != "") {
			twice = append(twice, "warehouse.password")
		}
		w.User = u.User.Username()
		w.Password = cmp.Or(Secret(password), w.Password)
	}
	port := map[string]string{"http": "8123", "https": "8443"}[u.Scheme]
	w.URL = u.Scheme + "://" + net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), port))
	if path := u.EscapedPath(); path != "/" {
		w.URL += path
	}
	return twice
}

// graphRoot wants https. Plain http is for simulated tenants on this machine.
func graphRoot(field any) string {
	u, wrong := endpoint(field.(*string))
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

// listenAddress wants host:port, or nothing. Port 0 is any that is free.
func listenAddress(field any) string {
	address := *field.(*string)
	if address == "" {
		return ""
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "wants host:port, such as 127.0.0.1:8123"
	}
	if port != "0" && (port == "" || !validPort(port)) {
		return "wants a port up to 65535, such as 127.0.0.1:8123"
	}
	return ""
}

// validPort reports whether a URL's port is one; "" is the scheme's own.
func validPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && n > 0
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
