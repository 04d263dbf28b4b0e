package config

import (
	"cmp"
	"net"
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
	return serverURL(u)
}

// serverURL says what is wrong with the URL of a ClickHouse server.
func serverURL(u *url.URL) string {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return notHTTP(u)
	case u.Hostname() == "":
		return "names no host; it goes like https://host:8443"
	case u.Port() == "9000":
		return "port 9000 is ClickHouse's native port and we speak HTTP; try http://" + bracket(u.Hostname()) + ":8123"
	case u.Port() == "9440":
		return "port 9440 is ClickHouse's native port and we speak HTTP; try https://" + bracket(u.Hostname()) + ":8443"
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

// notHTTP names the URL to use instead of a scheme that we do not speak.
func notHTTP(u *url.URL) string {
	switch u.Scheme {
	case "clickhouse", "clickhouses", "tcp", "tls", "native":
		host := bracket(cmp.Or(u.Hostname(), "host"))
		return u.Scheme + ":// is ClickHouse's native protocol and we speak HTTP; try https://" + host +
			":8443, or http://" + host + ":8123 without TLS"
	default:
		return "wants embedded:PATH or https://host:8443"
	}
}

func validPort(port string) bool {
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && n > 0 && n < 1<<16
}

// bracket puts an IPv6 address into the form that URLs want.
func bracket(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// settle moves the user and password out of a valid URL, so that it can be
// printed, and fills in the port. It reports which of the two keys were set twice.
func (w *Warehouse) settle() (twice []string) {
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
	standard := map[string]string{"http": "8123", "https": "8443"}[u.Scheme]
	w.URL = u.Scheme + "://" + net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), standard))
	if path := u.EscapedPath(); path != "/" {
		w.URL += path
	}
	return twice
}
