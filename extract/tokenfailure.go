package extract

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"callrecords/schema"
)

// tokenError is what the token endpoint says of a failure (RFC 6749, section 5.2,
// with Entra's numbers). Its description is left out: it is long, and in a log no
// one can be sure of what it quotes.
type tokenError struct {
	Kind  string `json:"error"`
	Codes []int  `json:"error_codes"`
}

// Bounds of a tokenError. RFC 6749 allows more characters in a code, and all that are
// registered are like invalid_client. Entra sends one number.
var codeWord = regexp.MustCompile(`^[a-z][a-z0-9_]{2,63}$`)

const (
	maxCodes = 3
	maxCode  = 99_999_999
)

// readTokenError takes of an answer what may be shown; an error that is no code, or has
// something of the secrets in it, is none. What is not JSON has no reason.
func readTokenError(body []byte, secrets []string) tokenError {
	var e tokenError
	_ = json.Unmarshal(body, &e)
	if !codeWord.MatchString(e.Kind) || shown(e.Kind, len(e.Kind), secrets...) != e.Kind {
		e.Kind = ""
	}
	e.Codes = slices.DeleteFunc(e.Codes, func(code int) bool { return code <= 0 || code > maxCode })
	e.Codes = e.Codes[:min(len(e.Codes), maxCodes)]
	return e
}

func (e tokenError) Error() string {
	text := cmp.Or(e.Kind, "error")
	for _, code := range e.Codes {
		text += fmt.Sprintf(" AADSTS%d", code)
	}
	return text
}

// remedies by Entra's numbers ("Microsoft Entra authentication error codes").
var remedies = map[int]string{
	90002:   "there is no such tenant in this cloud: check tenant_id and cloud",
	900023:  "tenant_id is neither a GUID nor a domain of a tenant",
	700016:  "the tenant has no such application: check auth.client_id and tenant_id",
	7000215: "the client secret is wrong: set the secret's value, not its id",
	7000222: "the client secret has expired: make a new one in the app registration",
	7000112: "the application is disabled in this tenant",
	7000218: "the request has no secret or assertion: check auth.method",
	700027:  "the certificate is not the one of the app registration, or has expired: upload its public part there",
	700024:  "the assertion is not valid now: check the clock of this machine",
	700211:  "no federated credential of the app registration has this issuer",
	700212:  "no federated credential of the app registration has this audience",
	700213:  "no federated credential of the app registration has this subject: check namespace and service account",
	70021:   "no federated credential of the app registration matches: check issuer, subject and audience",
	500011:  "the tenant does not know this Graph: check cloud and graph_root",
	65001:   "grant admin consent to the application",
	53003:   "a Conditional Access policy for workload identities blocks the application",
}

// tokenFailure tells apart why there is no token, by what was last on the wire. Where
// nothing was, the credential itself is not usable here.
func tokenFailure(err error, x *exchange, a Auth) *failure {
	f := judgeToken(err, x, a)
	f.err.Err = showError(f.err.Err, x.proof...)
	return f
}

func judgeToken(err error, x *exchange, a Auth) *failure {
	switch {
	case errors.Is(x.err, errElsewhere):
		return &failure{err: &schema.SourceError{Fault: schema.FaultDenied, Err: x.err,
			Remedy: "only the configured authority gets it, and that names another token endpoint:" +
				" check cloud, authority and what is between here and there"}}
	case errors.Is(x.err, errLongAnswer):
		return refused(fmt.Errorf("%s: %w", x.host, x.err))
	case x.err != nil && x.host == instanceMetadata: // azidentity has retried it
		return unusable(err)
	case x.err != nil:
		return transportFailure(x.err, x.host)
	case x.status == http.StatusOK:
		return busy(full, fmt.Errorf("the answer of %s holds no token", x.host))
	case x.status == 0 && errors.Is(err, context.DeadlineExceeded):
		return busy(full, err)
	case x.status == 0:
		return unusable(err)
	}
	reason := readTokenError(x.body, x.proof)
	f := &failure{err: &schema.SourceError{
		Fault: schema.FaultDenied, Status: x.status, Err: fmt.Errorf("no token of %s", x.host),
	}}
	if reason.Kind != "" || len(reason.Codes) > 0 {
		f.err.Err = fmt.Errorf("%w: %w", f.err.Err, reason)
	}
	if transient(x.status, reason) {
		f.err.Fault, f.retry, f.after = schema.FaultBusy, full, retryAfter(x.header, time.Now())
		return f
	}
	f.err.Remedy = reason.remedy(a)
	return f
}

// transient is what may pass by itself.
func transient(status int, reason tokenError) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout ||
		reason.Kind == "temporarily_unavailable"
}

func (e tokenError) remedy(a Auth) string {
	for _, code := range e.Codes {
		if text, ok := remedies[code]; ok {
			return text
		}
	}
	if e.Kind == "invalid_client" {
		return fmt.Sprintf("the authority does not accept %s: check the id and what proves it", a)
	}
	if len(e.Codes) > 0 {
		return fmt.Sprintf("see https://login.microsoftonline.com/error?code=%d", e.Codes[0])
	}
	return fmt.Sprintf("check tenant_id, cloud and %s", a)
}

// instanceMetadata is the address of the service behind managed identities. Outside of
// Azure nobody answers there, and the default chain asks it all the same.
const instanceMetadata = "169.254.169.254"

// unusable is a credential that does not get as far as asking.
func unusable(err error) *failure {
	return &failure{err: &schema.SourceError{Fault: schema.FaultDenied, Err: oneLine{err},
		Remedy: "check the keys under auth, and that what this method needs is there" +
			" (file, environment, az login, a managed identity)"}}
}

// oneLine is an error of azidentity, some of which are lists.
type oneLine struct{ error }

func (e oneLine) Error() string { return strings.Join(strings.Fields(e.error.Error()), " ") }

func (e oneLine) Unwrap() error { return e.error }
