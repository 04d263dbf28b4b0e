package server

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"

	"callrecords/load/engine"
)

// maxText bounds what an error quotes of an answer that is not ClickHouse's.
const maxText = 300

// outcome makes a *[engine.Exception] of what the server itself said. Any other
// error keeps its cause but not its URL, which is long and names the user.
func (e *Engine) outcome(err error) error {
	if err == nil {
		return nil
	}
	if said, ok := errors.AsType[*clickhouse.Exception](err); ok {
		line, _, _ := strings.Cut(strings.TrimSpace(said.Message), "\n")
		return &engine.Exception{Code: proto.Error(said.Code), Message: line}
	}
	if request, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("server %s: %w", e.host, request.Err)
	}
	if answer, ok := errors.AsType[*clickhouse.HTTPError](err); ok {
		text := answer.Err.Error()
		return fmt.Errorf(
			"server %s: HTTP status %d, %s",
			e.host,
			answer.StatusCode,
			text[:min(len(text), maxText)],
		)
	}
	return fmt.Errorf("server %s: %w", e.host, err)
}

// advise adds to an error of Open what to do about it.
func (o Options) advise(at *url.URL, err error) error {
	what := "ClickHouse server " + at.Host
	if advice := o.advice(at, err); advice != "" {
		return fmt.Errorf("%s: %s: %w", what, advice, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// advice is what to do about an error of Open; "" when the error says it.
func (o Options) advice(at *url.URL, err error) string {
	if engine.IsCode(err, proto.ErrUnknownUser, proto.ErrWrongPassword,
		proto.ErrRequiredPassword, proto.ErrAuthenticationFailed) {
		user, _ := o.credentials(at)
		return fmt.Sprintf("user %q is not let in; check warehouse.user and warehouse.password", user)
	}
	// An error of the server, and an old one's version, say all there is.
	if _, ok := errors.AsType[*engine.Exception](err); ok || errors.Is(err, errTooOld) {
		return ""
	}
	if nativePorts[at.Port()] {
		return fmt.Sprintf(
			"port %s is the native protocol's; give the HTTP interface's in warehouse.url, mostly %s",
			at.Port(),
			ports[at.Scheme],
		)
	}
	if advice := tlsAdvice(at, err); advice != "" {
		return advice
	}
	return networkAdvice(err)
}

// tlsAdvice is about certificates.
func tlsAdvice(at *url.URL, err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "its certificate is of an authority that this machine does not know; " +
			"give the authority's PEM file in warehouse.ca_file"
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "its certificate is for another name; give that name in warehouse.url"
	}
	// "remote error" is what crypto/tls calls an error that the other side sent.
	if sent, ok := errors.AsType[*net.OpError](err); ok && sent.Op == "remote error" {
		return "it refuses the TLS connection; if it asks for a client certificate, " +
			"give warehouse.client_certificate_file and warehouse.client_key_file"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return "it does not speak TLS there; write http:// in warehouse.url, " +
			"or give the port of its HTTPS interface, mostly " + ports[at.Scheme]
	}
	return ""
}

// networkAdvice is about addresses that do not answer.
func networkAdvice(err error) string {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "its name is not known; check the host in warehouse.url"
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return "nothing listens there; is the server up, " +
			"and is this the port of its HTTP interface (mostly 8123, 8443 with TLS)?"
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() ||
		errors.Is(err, clickhouse.ErrAcquireConnTimeout) {
		return "no answer in time; is there a firewall in between?"
	}
	return ""
}
