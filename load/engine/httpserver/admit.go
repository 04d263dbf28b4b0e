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
	right := Equal(user, h.opts.User) && Equal(password, h.opts.Password)
	if h.opts.Tried != nil && h.opts.Password != "" && h.opts.Tried(r, right) > 0 {
		return engine.Exceptionf(proto.ErrAuthenticationFailed,
			"Too many wrong passwords; try again in a minute.")
	}
	if !right {
		h.opts.Logger.WarnContext(r.Context(), "client refused", "remote", r.RemoteAddr, "user", user)
		return engine.Exceptionf(proto.ErrAuthenticationFailed,
			"%s: Authentication failed: password is incorrect, or there is no user with such name.", user)
	}
	return nil
}

// credentials are the user and password of a request; ok is false if it has none.
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

// Equal compares in a time that depends on neither text.
func Equal(given, wanted string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(wanted))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// Local says whether a request was addressed to this machine. A web page can
// point a name of its own at this machine and pass for one of ours (DNS
// rebinding), but its name stays in the Host header.
func Local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
