package httpserver

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// admit checks user and password, wherever they are: Basic authentication,
// X-ClickHouse headers, or the URL (ClickHouse documentation, "HTTP interface").
func (h *Handler) admit(r *http.Request) error {
	user, password, ok := credentials(r)
	if !ok && h.opts.Password != "" {
		return engine.Exceptionf(proto.ErrRequiredPassword, "Password required for user %s.", user)
	}
	if !equal(user, h.opts.User) || !equal(password, h.opts.Password) {
		h.opts.Logger.WarnContext(r.Context(), "client refused", "remote", r.RemoteAddr, "user", user)
		return engine.Exceptionf(proto.ErrAuthenticationFailed,
			"%s: Authentication failed: password is incorrect, or there is no user with such name.", user)
	}
	return nil
}

// credentials are who asks, and whether they say so.
func credentials(r *http.Request) (user, password string, ok bool) {
	user, password, ok = r.BasicAuth()
	if values := r.URL.Query(); !ok && (values.Has("user") || values.Has("password")) {
		user, password, ok = values.Get("user"), values.Get("password"), true
	}
	if !ok {
		user, password = r.Header.Get("X-ClickHouse-User"), r.Header.Get("X-ClickHouse-Key")
		ok = user != "" || password != ""
	}
	return cmp.Or(user, "default"), password, ok
}

// equal compares in a time that tells nothing.
func equal(given, wanted string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(wanted))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// local says whether a request was addressed to this machine. A web page can
// have its own name lead here and ask as if it were ours (DNS rebinding); the
// name stays in the Host header.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
