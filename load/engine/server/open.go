package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"

	"callrecords/load/engine"
)

// MinimumVersion is the oldest server that is accepted. Servers before 24.11 end
// a result that broke off as they end a whole one (ClickHouse pull request
// 68800), so that a part would look like all of it. 25.3 is the first release
// with long-term support that does not.
const MinimumVersion = "25.3.0"

// errTooOld is a server older than MinimumVersion.
var errTooOld = errors.New("the version is too old")

// maxConns bounds the statements that run at once, open readers included. One
// more would wait for the dial timeout and then be an error.
const maxConns = 64

// Engine is a ClickHouse server. It implements [engine.Engine].
type Engine struct {
	conn        driver.Conn
	host        string // host:port or a name, for errors
	compression string
	version     proto.Version
}

var _ engine.Engine = (*Engine)(nil)

// Open connects to a server, checks user and password, and reads its version.
// Its errors say what to do, and hold no password.
func Open(ctx context.Context, opts Options) (*Engine, error) {
	opts = opts.withDefaults()
	at, err := parseURL(opts.URL)
	if err == nil {
		err = opts.check(at)
	}
	if err != nil {
		return nil, fmt.Errorf("ClickHouse server: %w", err)
	}
	driverOpts, err := opts.driver(at)
	if err != nil {
		return nil, fmt.Errorf("ClickHouse server %s: %w", at.Host, err)
	}
	conn, err := clickhouse.Open(driverOpts)
	if err != nil {
		return nil, fmt.Errorf("ClickHouse server %s: %w", at.Host, err)
	}
	e := &Engine{conn: conn, host: cmp.Or(opts.Name, at.Host), compression: opts.Compression}
	// The driver connects at the first call; a wrong password must be found here.
	if err := e.greet(ctx); err != nil {
		conn.Close()
		return nil, opts.advise(at, err)
	}
	opts.Logger.DebugContext(ctx, "server opened", "host", at.Host, "version", e.version.String())
	return e, nil
}

// greet asks for an answer and for the version, and refuses an old server.
func (e *Engine) greet(ctx context.Context) error {
	if err := e.conn.Ping(ctx); err != nil {
		return e.outcome(err)
	}
	server, err := e.conn.ServerVersion() // known from the connection's greeting
	if err != nil {
		return e.outcome(err)
	}
	e.version = server.Version
	if !proto.CheckMinVersion(proto.ParseVersion(MinimumVersion), e.version) {
		return fmt.Errorf("%w: %s; upgrade it to %s or newer", errTooOld, e.version, MinimumVersion)
	}
	return nil
}

// driver translates the options.
func (o Options) driver(at *url.URL) (*clickhouse.Options, error) {
	user, password := o.credentials(at)
	opts := &clickhouse.Options{
		Protocol:      clickhouse.HTTP,
		Addr:          []string{at.Host},
		HttpUrlPath:   at.Path,
		Auth:          clickhouse.Auth{Database: o.Database, Username: user, Password: password},
		Settings:      session(o.Settings),
		DialTimeout:   o.DialTimeout,
		ReadTimeout:   o.ReadTimeout,
		MaxOpenConns:  maxConns,
		MaxIdleConns:  maxConns / 4,
		TransportFunc: func(t *http.Transport) (http.RoundTripper, error) { return newTransport(t), nil },
	}
	opts.ClientInfo.Products = append(
		opts.ClientInfo.Products,
		struct{ Name, Version string }{"callrecords", ""},
	)
	if o.Dial != nil {
		opts.DialContext = func(ctx context.Context, _ string) (net.Conn, error) { return o.Dial(ctx) }
	}
	if at.Scheme != "https" {
		return opts, nil
	}
	if password == "" && o.ClientCertFile == "" {
		// Without a password the driver asks to be known by its certificate.
		opts.HttpHeaders = map[string]string{"X-ClickHouse-SSL-Certificate-Auth": "off"}
	}
	var err error
	opts.TLS, err = o.tlsConfig()
	return opts, err
}

// Version is the server's version, e.g. 26.5.1.
func (e *Engine) Version() string { return e.version.String() }

// Close releases the connections; a second one does nothing.
func (e *Engine) Close() error { return e.conn.Close() }
