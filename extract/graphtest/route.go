package graphtest

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Endpoint names what a request is for.
type Endpoint string

// The endpoints of a tenant.
const (
	OpenID       Endpoint = "openid" // the authority's metadata
	Token        Endpoint = "token"
	List         Endpoint = "list"
	Record       Endpoint = "record"
	Sessions     Endpoint = "sessions"
	Participants Endpoint = "participants"
	Elsewhere    Endpoint = "elsewhere"
)

const (
	version    = "/v1.0"
	collection = version + "/communications/callRecords"
)

// exchange is one request with what was read of it.
type exchange struct {
	r        *http.Request
	now      time.Time
	endpoint Endpoint
	id       string // of the record, or of the tenant for OpenID and Token
	root     string // https://host, Graph and authority alike
	request  string // request-id of the answer
	query    url.Values
	prefer   preference
}

// reply is the answer to it.
type reply struct {
	status int
	header map[string]string
	body   []byte
}

func ok(body []byte) reply { return reply{status: http.StatusOK, body: body} }

// route reads the path: callRecords/{id} and callRecords('{id}') are the same.
func route(path string) (e Endpoint, id string) {
	rest, found := strings.CutPrefix(path, collection)
	switch {
	case !found:
		return login(path)
	case rest == "":
		return List, ""
	case strings.HasPrefix(rest, "/get"):
		if e, id, found := phoneRoute(rest); found {
			return e, id
		}
		return Elsewhere, ""
	case strings.HasPrefix(rest, "('"):
		id, rest, found = strings.Cut(rest[2:], "')")
	case strings.HasPrefix(rest, "/"):
		id, rest, _ = strings.Cut(rest[1:], "/")
		rest = strings.TrimSuffix("/"+rest, "/")
	}
	part := map[string]Endpoint{"": Record, "/sessions": Sessions, "/participants_v2": Participants}
	if e, known := part[rest]; known && found && id != "" {
		return e, id
	}
	return Elsewhere, ""
}

func login(path string) (e Endpoint, tenant string) {
	if tenant, found := strings.CutSuffix(path, "/v2.0/.well-known/openid-configuration"); found {
		return OpenID, strings.Trim(tenant, "/")
	}
	if tenant, found := strings.CutSuffix(path, "/oauth2/v2.0/token"); found {
		return Token, strings.Trim(tenant, "/")
	}
	return Elsewhere, ""
}

// ServeHTTP answers as Entra and Graph do.
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{r: r, now: t.opt.Now().UTC(), root: root(r), prefer: readPreference(r.Header)}
	x.prefer.sparse = x.prefer.sparse && !t.opt.KeepNulls
	x.prefer.filled = x.prefer.sparse && t.opt.OmitEmpty
	x.endpoint, x.id = route(r.URL.Path)
	d := roll(t.opt.Seed, forRequest, t.stats.next())
	x.request = d.guid()
	fault, n := t.faults.draw(x)
	answer, early := fault.instead(x, n, t.opt.Faults)
	if !early {
		answer = t.answer(x)
	}
	if t.opt.Rewrite != nil {
		answer.body = t.opt.Rewrite(x.endpoint, answer.body)
	}
	t.stats.count(x.endpoint, answer.status, fault, len(answer.body))
	t.write(w, x, answer, fault)
}

// root is where the client sees the tenant.
func root(r *http.Request) string {
	if r.TLS == nil {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}

// answer is what an exchange without a fault gets.
func (t *Tenant) answer(x *exchange) reply {
	switch x.endpoint {
	case OpenID:
		return t.openID(x)
	case Token:
		return t.token(x)
	}
	if bad, refused := t.refuse(x); refused {
		return bad
	}
	var err error
	if x.query, err = url.ParseQuery(x.r.URL.RawQuery); err != nil {
		return x.badRequest("The query string is not valid.")
	}
	switch {
	case x.r.Method != http.MethodGet:
		return x.fail(
			http.StatusMethodNotAllowed,
			"Request_BadRequest",
			"Specified HTTP method is not allowed for the request target.",
		)
	case x.endpoint == List:
		return t.list(x)
	case x.endpoint == PstnCalls, x.endpoint == DirectRoutingCalls:
		return t.calls(x)
	case x.endpoint == Elsewhere:
		return x.badRequest("Resource not found for the segment '" + x.r.URL.Path + "'.")
	}
	return t.part(x)
}

// refuse checks the token, its roles and the quota, in that order.
func (t *Tenant) refuse(x *exchange) (reply, bool) {
	if bad, refused := t.authorize(x); refused {
		return bad, true
	}
	if status := t.opt.Refuse[x.endpoint]; status != 0 {
		return x.fail(status, "Refused", "This tenant refuses "+string(x.endpoint)+"."), true
	}
	if !t.opt.Quota {
		return reply{}, false
	}
	if wait, over := t.quota.take(x.endpoint, x.id, x.now); over {
		return x.throttled(wait), true
	}
	return reply{}, false
}
