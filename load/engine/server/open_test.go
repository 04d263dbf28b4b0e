package server_test

import (
	"bufio"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

const secret = "pa55%w/rd"

// refused opens an engine that must not open, and returns the error's text.
func refused(t *testing.T, opts server.Options) string {
	t.Helper()
	e, err := server.Open(t.Context(), opts)
	if err == nil {
		e.Close()
		t.Fatal("got an engine, want an error")
	}
	if strings.Contains(err.Error(), "pa55") { // every secret of these tests has it
		t.Errorf("got an error with the password in it: %v", err)
	}
	return err.Error()
}

// wantParts looks for each part in an error's text.
func wantParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("got %q, want %q in it", text, part)
		}
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts server.Options
		want string
	}{
		"scheme": {
			server.Options{URL: "clickhouse://user:" + "pa55" + "@host:9000"}, "it must be http or https",
		},
		"no URL at all":     {server.Options{URL: "http://user:pa55%@host"}, "is not a URL"},
		"no host":           {server.Options{URL: "https://:8443"}, "names no host"},
		"nothing":           {server.Options{}, `begins with ""`},
		"query":             {server.Options{URL: "http://host?async_insert=1"}, "settings are not taken"},
		"certificate only":  {server.Options{URL: "https://host", ClientCertFile: "x"}, "needs its key"},
		"authority of http": {server.Options{URL: "http://host", CAFile: "x"}, "warehouse.url is not https"},
		"compression":       {server.Options{URL: "http://host", Compression: "gzip"}, "one of none, lz4, zstd"},
		"line break":        {server.Options{URL: "http://host", Password: "pa55\nw0rd"}, "has a line break"},
		"timeout":           {server.Options{URL: "http://host", ReadTimeout: -1}, "below zero"},
		"no such authority": {
			server.Options{URL: "https://host", CAFile: "nosuch.pem"}, "warehouse.ca_file: open",
		},
		"authority, no PEM": {
			server.Options{URL: "https://host", CAFile: "open_test.go"}, "open_test.go holds no PEM",
		},
		"certificate no PEM": {
			server.Options{URL: "https://host", ClientCertFile: "open_test.go", ClientKeyFile: "open_test.go"},
			"client_certificate_file: ",
		},
		"address": {
			server.Options{URL: "https://host", CAFile: "nosuch.pem"}, "ClickHouse server host:8443",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantParts(t, refused(t, c.opts), c.want)
		})
	}
}

func TestPasswordsAreChecked(t *testing.T) {
	t.Parallel()
	url := serve(t, servertest.New(below, servertest.Options{User: "exporter", Password: secret}))
	withUser := strings.Replace(url, "http://", "http://exporter:pa55%25w%2Frd@", 1)
	for name, opts := range map[string]server.Options{
		"options":          {URL: url, User: "exporter", Password: secret},
		"URL before those": {URL: withUser, User: "other", Password: "ignored"},
	} {
		t.Run(name, func(t *testing.T) { open(t, opts) })
	}
	for name, opts := range map[string]server.Options{
		"wrong password": {URL: url, User: "exporter", Password: "pa55"},
		"no password":    {URL: url, User: "exporter"},
		"wrong user":     {URL: url, User: "other", Password: secret},
	} {
		t.Run(name, func(t *testing.T) {
			wantParts(t, refused(t, opts), "code 516", `user "`+opts.User+`" is not let in`, "warehouse.password")
		})
	}
}

func TestServerThatIsTooOldIsRefused(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"24.8.14.39", "25.2.9.1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			url := serve(t, servertest.New(below, servertest.Options{Version: version}))
			wantParts(t, refused(t, server.Options{URL: url}), version[:4], "upgrade it to 25.3")
		})
	}
	for _, version := range []string{"25.3.0.1", "25.3.1.1-altinity", "26.1.1.1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			url := serve(t, servertest.New(below, servertest.Options{Version: version}))
			if got := open(t, server.Options{URL: url}).Version(); !strings.HasPrefix(version, got) {
				t.Errorf("got version %s, want %s", got, version)
			}
		})
	}
}

// closedPort is an address where nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestUnreachableServersAreNamed(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	closed := closedPort(t)
	for name, c := range map[string]struct {
		opts  server.Options
		parts []string
	}{
		"closed": {
			server.Options{URL: "http://u:" + "pa55@" + closed},
			[]string{closed, "nothing listens there", "connection refused"},
		},
		"no such host": {
			server.Options{URL: "http://nosuch.invalid", Password: "pa55", DialTimeout: 5 * time.Second},
			[]string{"nosuch.invalid:8123"},
		},
		"silent": {
			server.Options{URL: "http://" + silent.Addr().String(), Password: "pa55", DialTimeout: 200 * time.Millisecond},
			[]string{"no answer in time"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantParts(t, refused(t, c.opts), c.parts...)
		})
	}
}

// nativeAnswer is what ClickHouse's native port says to HTTP.
const nativeAnswer = "HTTP/1.0 400 Bad Request\r\n\r\nPort 9000 is for clickhouse-client program\r\nYou must use port 8123 for HTTP.\r\n"

func TestNativePortIsRecognised(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			bufio.NewReader(conn).ReadString('\n')
			io.WriteString(conn, nativeAnswer)
			conn.Close()
		}
	}()
	wantParts(t, refused(t, server.Options{URL: "http://" + l.Addr().String()}),
		"You must use port 8123 for HTTP")
	if busy, err := net.DialTimeout("tcp", "127.0.0.1:9000", time.Second); err == nil {
		busy.Close()
		t.Skip("something listens on port 9000")
	}
	wantParts(t, refused(t, server.Options{URL: "http://127.0.0.1:9000"}), "port 9000 is the native protocol's",
		"8123")
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	fake := servertest.New(below, servertest.Options{})
	fake.Inject("displayName", servertest.Redirect("http://127.0.0.1:1/"))
	s := httptest.NewServer(fake)
	defer s.Close()
	wantParts(t, refused(t, server.Options{URL: s.URL, Password: ""}), "redirects to another address")
}
