package graphtest

import (
	"fmt"
	"net/http"
	"strings"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// openID answers the authority's metadata, as far as MSAL reads it.
func (t *Tenant) openID(x *exchange) reply {
	if x.id != t.opt.TenantID {
		return x.unknownTenant()
	}
	authority := x.root + "/" + x.id
	w := &writer{}
	w.open("")
	w.str("token_endpoint", authority+"/oauth2/v2.0/token")
	w.str("authorization_endpoint", authority+"/oauth2/v2.0/authorize")
	w.str("device_authorization_endpoint", authority+"/oauth2/v2.0/devicecode")
	w.str("jwks_uri", authority+"/discovery/v2.0/keys")
	w.str("issuer", authority+"/v2.0")
	w.close()
	return ok(w.b)
}

// token answers the client credentials flow (RFC 6749, section 4.4), with a
// secret or an assertion (RFC 7523).
func (t *Tenant) token(x *exchange) reply {
	if x.id != t.opt.TenantID {
		return x.unknownTenant()
	}
	x.r.Body = http.MaxBytesReader(nil, x.r.Body, 64<<10)
	if err := x.r.ParseForm(); err != nil || x.r.Method != http.MethodPost {
		return x.entra(
			http.StatusBadRequest,
			"invalid_request",
			900144,
			"The request body must contain the following parameter: 'grant_type'.",
		)
	}
	if bad, refused := t.checkClient(x); refused {
		return bad
	}
	scope, _, _ := strings.Cut(x.r.PostForm.Get("scope"), " ") // MSAL appends openid and others
	resource, found := strings.CutSuffix(scope, "/.default")
	if !found || !x.knows(resource) {
		return x.entra(
			http.StatusBadRequest,
			"invalid_resource",
			500011,
			"The resource principal named "+resource+" was not found in the tenant.",
		)
	}
	w := &writer{}
	w.open("")
	w.str("token_type", "Bearer")
	w.int("expires_in", int64(t.opt.TokenLifetime.Seconds()))
	w.int("ext_expires_in", int64(t.opt.TokenLifetime.Seconds()))
	w.str("access_token", t.sign(resource, x.now))
	w.close()
	return ok(w.b)
}

// knows says whether a scope is for this Graph or for the global one.
func (x *exchange) knows(resource string) bool {
	return resource == x.root || resource == "https://graph.microsoft.com"
}

func (t *Tenant) checkClient(x *exchange) (reply, bool) {
	form := x.r.PostForm
	switch {
	case form.Get("grant_type") != "client_credentials":
		return x.entra(
			http.StatusBadRequest,
			"unsupported_grant_type",
			70003,
			"The app requested an unsupported grant type '"+form.Get("grant_type")+"'.",
		), true
	case form.Get("client_id") != t.opt.ClientID:
		return x.entra(
			http.StatusBadRequest,
			"unauthorized_client",
			700016,
			"Application with identifier '"+form.Get("client_id")+"' was not found in the directory.",
		), true
	case form.Get("client_assertion_type") == assertionType && strings.Count(form.Get("client_assertion"), ".") == 2:
		return reply{}, false
	case form.Get("client_secret") != t.opt.ClientSecret:
		return x.entra(
			http.StatusUnauthorized,
			"invalid_client",
			7000215,
			"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '"+t.opt.ClientID+"'.",
		), true
	}
	return reply{}, false
}

func (x *exchange) unknownTenant() reply {
	return x.entra(
		http.StatusBadRequest,
		"invalid_tenant",
		90002,
		"Tenant '"+x.id+"' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
	)
}

// entra gives an error in the shape of the token endpoint.
func (x *exchange) entra(status int, kind string, code int64, message string) reply {
	date := x.now.Format("2006-01-02 15:04:05Z")
	w := &writer{}
	w.open("")
	w.str("error", kind)
	w.str(
		"error_description",
		fmt.Sprintf(
			"AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
			code,
			message,
			x.request,
			x.clientRequest(),
			date,
		),
	)
	w.list("error_codes")
	w.int("", code)
	w.end()
	w.str("timestamp", date)
	w.str("trace_id", x.request)
	w.str("correlation_id", x.clientRequest())
	w.str("error_uri", fmt.Sprintf("%s/error?code=%d", x.root, code))
	w.close()
	return reply{status: status, body: w.b}
}
