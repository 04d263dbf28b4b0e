package extract

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"time"

	"callrecords/schema"
)

// failure describes a failed attempt: its error, and whether to try again. With the
// zero retry another attempt is of no use.
type failure struct {
	err   *schema.SourceError
	retry retryClass
	after time.Duration // how long the server asks to wait

	tenant bool // about the whole tenant, though it came for the page of a record
}

// retryClass says how to go on after a failed attempt.
type retryClass int

const (
	none   retryClass = iota
	reauth            // once, with a new token
	full              // until the budget is used up
	short             // until a quarter of it is: the host has not been reached at all
	few               // a few times: it answers, but not as it should
)

func busy(retry retryClass, err error) *failure {
	return &failure{err: &schema.SourceError{Fault: schema.FaultBusy, Err: err}, retry: retry}
}

// refused is a failure that another attempt does not mend.
func refused(err error) *failure {
	return &failure{err: &schema.SourceError{Fault: schema.FaultRefused, Err: err}}
}

// transportFailure is for an attempt without an answer, or with one that broke off.
func transportFailure(err error, host string) *failure {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err // the rest of it is the URL, which is long
	}
	if errors.Is(err, errTooLarge) {
		return refused(err)
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &failure{tenant: true, err: &schema.SourceError{Fault: schema.FaultDenied, Err: err,
			Remedy: "put the CA that signed the certificate of " + host +
				", or of the proxy, into the file that SSL_CERT_FILE names"}}
	}
	f := busy(full, err)
	// An error of reading or writing means that there was a connection.
	op, dialed := errors.AsType[*net.OpError](err)
	dialed = dialed && op.Op != "read" && op.Op != "write"
	if _, unknown := errors.AsType[*net.DNSError](err); unknown || dialed {
		f.retry, f.err.Unreachable = short, true
		f.err.Remedy = "check that " + host + " can be reached from here (DNS, firewall, HTTPS_PROXY, NO_PROXY)" +
			" and that the configured cloud is right"
	}
	return f
}

// statusFailure is for any answer of Graph but 200 ("Microsoft Graph error responses
// and resource types").
func statusFailure(r request, response *http.Response, body []byte) *failure {
	c, f := r.collection, refused(graphError(body))
	f.err.Status = response.StatusCode
	switch code := response.StatusCode; {
	case code == http.StatusUnauthorized:
		f.err.Fault, f.retry = schema.FaultDenied, reauth
		f.err.Remedy = "Graph does not accept the token: check tenant_id and cloud"
		if r.record != "" {
			f.err.Remedy = "Graph does not accept the token, nor a new one, for this record:" +
				" the next run asks again; if it is so for all records, check tenant_id and cloud"
		}
	case code == http.StatusForbidden:
		f.err.Fault = schema.FaultDenied
		f.err.Remedy = "give the app registration the application permission " + c.Role +
			" of Microsoft Graph (not a delegated one) and grant admin consent"
		if r.record != "" {
			f.err.Remedy = "Graph denies this record: the next run asks again; if it denies all records, " +
				f.err.Remedy
		}
	case code == http.StatusProxyAuthRequired:
		f.err.Fault, f.tenant = schema.FaultDenied, true
		f.err.Remedy = "the proxy asks for credentials: put them into HTTPS_PROXY"
	case code == http.StatusNotFound:
		f.err.Fault = c.NotFound
		if c.NotFound == schema.FaultRefused {
			f.err.Remedy = "there are no " + c.Shared.Name + " at this address: check cloud and graph_root"
		}
	case code == http.StatusNotAcceptable && c.Shared == phoneLimit:
		f.err.Remedy = fmt.Sprintf("Graph does not give this span of the log: it takes %d days at most,"+
			" and has none from long ago", maxSpan)
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code >= 500:
		f.err.Fault, f.retry = schema.FaultBusy, full
		f.after = retryAfter(response.Header, time.Now())
	}
	return f
}

// notJSON is for a body that came whole and is not JSON. When it does not even say
// that it is, it is the page of some gateway, and Graph may be back soon; otherwise
// Graph itself is wrong, and trying for long is no use.
func notJSON(h http.Header, err error) *failure {
	media, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	if media != "application/json" {
		return busy(full, fmt.Errorf("%w, but %q", errNotJSON, media))
	}
	f := refused(fmt.Errorf("%w: %w", errNotJSON, err))
	f.retry = few
	return f
}

// graphError reads {"error":{"code","message"}} for people; nothing branches on it.
// attempt sees to it that it may be shown.
func graphError(body []byte) error {
	var answer struct {
		Error struct{ Code, Message string }
	}
	if json.Unmarshal(body, &answer) != nil || answer.Error.Code == "" {
		return nil
	}
	return fmt.Errorf("%.80s: %.300s", answer.Error.Code, answer.Error.Message)
}
