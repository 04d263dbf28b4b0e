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
	engine, err := server.Open(t.Context(), opts)
	if err == nil {
		engine.Close()
		t.Fatal("it opened")
	}
	if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "pa55") {
		t.Errorf("the password is in the error: %v", err)
	}
	return err.Error()
}

// wantParts looks for each part in an error's text.
func wantParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q\ndoes not say %q", text, part)
		}
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	for want, opts := range map[string]server.Options{
		"it must be http or https":    {URL: "clickhouse://user:" + "pa55" + "@host:9000"},
		"is not a URL":                {URL: "http://user:pa55%@host"},
		"names no host":               {URL: "https://:8443"},
		"begins with \"\"":            {},
		"settings are not taken":      {URL: "http://host?async_insert=1"},
		"needs its key":               {URL: "https://host", ClientCertFile: "x"},
		"warehouse.url is not https":  {URL: "http://host", CAFile: "x"},
		"one of none, lz4, zstd":      {URL: "http://host", Compression: "gzip"},
		"has a line break":            {URL: "http://host", Password: "pa55\nw0rd"},
		"below zero":                  {URL: "http://host", ReadTimeout: -1},
		"warehouse.ca_file: open":     {URL: "https://host", CAFile: "nosuch.pem"},
		"open_test.go holds no PEM":   {URL: "https://host", CAFile: "open_test.go"},
		"client_certificate_file: ":   {URL: "https://host", ClientCertFile: "open_test.go", ClientKeyFile: "open_test.go"},
		"ClickHouse server host:8443": {URL: "https://host", CAFile: "nosuch.pem"},
	} {
		wantParts(t, refused(t, opts), want)
	}
}

func TestPasswordsAreChecked(t *testing.T) {
	t.Parallel()
	url := serve(t, servertest.New(below, servertest.Options{User: "exporter", Password: secret}))
	open(t, server.Options{URL: url, User: "exporter", Password: secret})
	open(t, server.Options{URL: strings.Replace(url, "http://", "http://exporter:pa55%25w%2Frd@", 1), User: "other", Password: "ignored"})
	for _, opts := range []server.Options{
		{URL: url, User: "exporter", Password: "pa55"},
		{URL: url, User: "exporter"},
		{URL: url, User: "other", Password: secret},
	} {
		wantParts(t, refused(t, opts), "code 516", `user "`+opts.User+`" is not let in`, "warehouse.password")
	}
}

func TestServerThatIsTooOldIsRefused(t *testing.T) {
	t.Parallel()
	for version, old := range map[string]bool{"24.8.14.39": true, "25.2.9.1": true, "25.3.0.1": false, "25.3.1.1-altinity": false, "26.1.1.1": false} {
		opts := server.Options{URL: serve(t, servertest.New(below, servertest.Options{Version: version}))}
		if !old {
			if got := open(t, opts).Version(); !strings.HasPrefix(version, got) {
				t.Errorf("version %s, want %s", got, version)
			}
			continue
		}
		wantParts(t, refused(t, opts), version[:4], "upgrade it to 25.3")
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
	addr := closedPort(t)
	wantParts(t, refused(t, server.Options{URL: "http://u:" + "pa55@" + addr}), addr, "nothing listens there", "connection refused")
	wantParts(t, refused(t, server.Options{URL: "http://nosuch.invalid", Password: "pa55", DialTimeout: 5 * time.Second}), "nosuch.invalid:8123")
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	wantParts(t, refused(t, server.Options{URL: "http://" + silent.Addr().String(), Password: "pa55", DialTimeout: 200 * time.Millisecond}), "no answer in time")
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
	wantParts(t, refused(t, server.Options{URL: "http://" + l.Addr().String()}), "You must use port 8123 for HTTP")
	if busy, err := net.DialTimeout("tcp", "127.0.0.1:9000", time.Second); err == nil {
		busy.Close()
		t.Skip("something listens on port 9000")
	}
	wantParts(t, refused(t, server.Options{URL: "http://127.0.0.1:9000"}), "port 9000 is the native protocol's", "8123")
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	fake := servertest.New(below, servertest.Options{})
	fake.Inject("displayName", servertest.Redirect("http://127.0.0.1:1/"))
	s := httptest.NewServer(fake)
	defer s.Close()
	wantParts(t, refused(t, server.Options{URL: s.URL, Password: ""}), "redirects to another address")
}
