package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"
)

// Compressions of the blocks on their way to the server.
const (
	None = "none" // the default: on one machine the others cost more than they save
	LZ4  = "lz4"
	ZSTD = "zstd"
)

// Options say where the server is and how to get in. Only URL is needed.
type Options struct {
	// URL of the HTTP interface, e.g. https://host:8443 or http://host:8123.
	// Without a port: 8443 for https, 8123 for http. A path in it is kept, for
	// proxies. A user and password in it win over User and Password.
	URL string

	Database string // where names without a database are looked up; it must be there; default: the user's own
	User     string // default: default
	Password string // default: none

	CAFile         string // PEM authorities to trust besides the system's
	ClientCertFile string // PEM certificate for mutual TLS, with ClientKeyFile
	ClientKeyFile  string // PEM key of the client certificate

	Compression string        // None, LZ4 or ZSTD, inside the Arrow stream; default None
	DialTimeout time.Duration // connection, TLS and greeting; default 10 s
	ReadTimeout time.Duration // wait for the first byte of an answer; default 10 min
	Logger      *slog.Logger  // default: discard

	// Dial connects to the server in place of the host that URL names; Name is what
	// errors call it then. Default: TCP, and the host.
	Dial func(ctx context.Context) (net.Conn, error)
	Name string

	// Settings go with every statement, beside those of this package (ClickHouse,
	// Settings: session); default none.
	Settings map[string]any
}

// withDefaults fills in what is not given.
func (o Options) withDefaults() Options {
	o.User = cmp.Or(o.User, "default")
	o.Compression = cmp.Or(o.Compression, None)
	o.DialTimeout = cmp.Or(o.DialTimeout, 10*time.Second)
	o.ReadTimeout = cmp.Or(o.ReadTimeout, 10*time.Minute)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	return o
}

// check refuses options that make no sense.
func (o Options) check(at *url.URL) error {
	switch {
	case (o.ClientCertFile == "") != (o.ClientKeyFile == ""):
		return errors.New(
			"a client certificate needs its key, and a key its certificate; give both files or none",
		)
	case at.Scheme == "http" && (o.CAFile != "" || o.ClientCertFile != ""):
		return errors.New("certificates are given, but warehouse.url is not https")
	case o.Compression != None && o.Compression != LZ4 && o.Compression != ZSTD:
		return fmt.Errorf("compression %q; it is one of none, lz4, zstd", o.Compression)
	case strings.ContainsAny(o.User+o.Password, "\r\n\x00"):
		return errors.New(
			"warehouse.user or warehouse.password has a line break inside, which no HTTP header can carry",
		)
	case o.DialTimeout < 0 || o.ReadTimeout < 0:
		return errors.New("a timeout is below zero")
	}
	return nil
}

// parseURL reads the URL and gives it a port. Its errors never hold the URL's
// text, which may hold a password.
func parseURL(text string) (*url.URL, error) {
	at, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("warehouse.url is not a URL; it looks like https://host:8443")
	case at.Scheme != "http" && at.Scheme != "https":
		return nil, fmt.Errorf("warehouse.url begins with %q; it must be http or https", at.Scheme)
	case at.Hostname() == "":
		return nil, errors.New("warehouse.url names no host; it looks like https://host:8443")
	case at.RawQuery != "" || at.Fragment != "":
		return nil, errors.New("warehouse.url has a query; settings are not taken from it")
	case at.Port() == "":
		at.Host = net.JoinHostPort(at.Hostname(), ports[at.Scheme])
	}
	return at, nil
}

// ports are ClickHouse's own (ClickHouse, Guides, Network ports).
var ports = map[string]string{"http": "8123", "https": "8443"}

// nativePorts speak ClickHouse's own protocol, without and with TLS.
var nativePorts = map[string]bool{"9000": true, "9440": true}

// credentials are the user and password: the URL's, or else the options'.
func (o Options) credentials(at *url.URL) (user, password string) {
	if at.User.Username() == "" {
		return o.User, o.Password
	}
	password, _ = at.User.Password()
	return at.User.Username(), password
}
