package extract

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"callrecords/schema"
)

// failure is what an attempt that brought nothing was: its error, and what may
// help. The zero hint is another attempt that is of no use.
type failure struct {
	err   *schema.SourceError
	retry retryClass
	after time.Duration // what the server asks for
}

// retryClass says how to go on after a failed attempt.
type retryClass int

const (
	none   retryClass = iota
	reauth            // once, with a new token
	full              // within the budget
	short             // within a quarter of it: the host has not been seen at all
	few               // a few times: it answers, but not with what it should
)

func busy(retry retryClass, err error) *failure {
	return &failure{&schema.SourceError{Fault: schema.FaultBusy, Err: err}, retry, 0}
}

// refused is a failure that repeating does not mend.
func refused(err error) *failure {
	return &failure{&schema.SourceError{Fault: schema.FaultRefused, Err: err}, none, 0}
}

// transportFailure tells apart the ways to get no answer, or none that is whole.
func transportFailure(err error, host string) *failure {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err // the rest of it is the URL, which is long
	}
	if errors.Is(err, errTooLarge) {
		return refused(err)
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &failure{err: &schema.SourceError{Fault: schema.FaultDenied, Err: err,
			Remedy: "put the CA that signed the certificate of " + host + ", or of the proxy, into the file that SSL_CERT_FILE names"}}
	}
	v := busy(full, err)
	op, dialed := errors.AsType[*net.OpError](err)
	if _, unknown := errors.AsType[*net.DNSError](err); unknown || dialed && op.Op != "read" && op.Op != "write" {
		v.retry = short
		v.err.Remedy = "check that " + host + " can be reached from here (DNS, firewall, HTTPS_PROXY, NO_PROXY) and that the configured cloud is right"
	}
	return v
}

// statusFailure turns any answer of Graph but 200 into a failure ("Microsoft Graph
// error responses and resource types").
func statusFailure(k kind, response *http.Response, body []byte) *failure {
	v := refused(graphError(body))
	v.err.Status = response.StatusCode
	switch code := response.StatusCode; {
	case code == http.StatusUnauthorized:
		v.err.Fault, v.retry = schema.FaultDenied, reauth
		v.err.Remedy = "Graph does not accept the token: check tenant_id and cloud"
	case code == http.StatusForbidden:
		v.err.Fault = schema.FaultDenied
		v.err.Remedy = "give the app registration the application permission CallRecords.Read.All of Microsoft Graph (not a delegated one) and grant admin consent"
	case code == http.StatusProxyAuthRequired:
		v.err.Fault = schema.FaultDenied
		v.err.Remedy = "the proxy asks for credentials: put them into HTTPS_PROXY"
	case code == http.StatusNotFound && k != list:
		v.err.Fault = schema.FaultNotFound
	case code == http.StatusNotFound:
		v.err.Remedy = "there are no call records at this address: check cloud and graph_root"
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code >= 500:
		v.err.Fault, v.retry = schema.FaultBusy, full
		v.after = retryAfter(response.Header, time.Now())
	}
	return v
}

// graphError reads {"error":{"code","message"}} for people; nothing branches on it.
func graphError(body []byte) error {
	var answer struct {
		Error struct{ Code, Message string }
	}
	if json.Unmarshal(body, &answer) != nil || answer.Error.Code == "" {
		return nil
	}
	return fmt.Errorf("%.80s: %.300s", answer.Error.Code, answer.Error.Message)
}
