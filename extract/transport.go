package extract

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// maxHeader bounds the headers of an answer, in bytes; those of Graph are some 2 KB.
const maxHeader = 64 << 10

// newTransport keeps connections, speaks HTTP/2 where it is offered, accepts gzip,
// and notices a dead connection by pings. How long an answer may take is bounded by
// the attempt, for any transport.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:             http.ProxyFromEnvironment,
		DialContext:       (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		ForceAttemptHTTP2: true,
		HTTP2: &http.HTTP2Config{
			SendPingTimeout: 30 * time.Second,
			PingTimeout:     15 * time.Second,
		},
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     90 * time.Second,

		MaxResponseHeaderBytes: maxHeader,
	}
}

// newHTTP follows no redirect: Graph has none, and a token goes to one host only.
func newHTTP(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
