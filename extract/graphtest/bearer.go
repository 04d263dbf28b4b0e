package graphtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// claims are those of an application token that matter here (Entra, "Access
// token claims reference").
type claims struct {
	Audience  string   `json:"aud"`
	Issuer    string   `json:"iss"`
	IssuedAt  int64    `json:"iat"`
	NotBefore int64    `json:"nbf"`
	Expires   int64    `json:"exp"`
	App       string   `json:"appid"`
	Roles     []string `json:"roles,omitempty"`
	Tenant    string   `json:"tid"`
}

// AccessToken gives a valid token for a Graph root such as Server.URL, for tests
// that are not about the token endpoint.
func (t *Tenant) AccessToken(root string) string { return t.sign(root, t.opt.Now()) }

// sign makes a token for a resource, in the compact form of RFC 7515.
func (t *Tenant) sign(resource string, now time.Time) string {
	body, _ := json.Marshal(claims{ // strings and numbers cannot fail
		Audience: resource, Issuer: "https://sts.windows.net/" + t.opt.TenantID + "/",
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expires: now.Add(t.opt.TokenLifetime).Unix(),
		App: t.opt.ClientID, Roles: t.opt.Roles, Tenant: t.opt.TenantID,
	})
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." + encode(body)
	return text + "." + encode(t.seal(text))
}

func (t *Tenant) seal(text string) []byte {
	h := hmac.New(sha256.New, fmt.Appendf(nil, "graphtest %d %s", t.opt.Seed, t.opt.TenantID))
	h.Write([]byte(text))
	return h.Sum(nil)
}

// open reads a token that this tenant signed.
func (t *Tenant) open(token string) (c claims, genuine bool) {
	i := strings.LastIndexByte(token, '.')
	if i < 0 ||
		!hmac.Equal([]byte(base64.RawURLEncoding.EncodeToString(t.seal(token[:i]))), []byte(token[i+1:])) {
		return c, false
	}
	_, payload, _ := strings.Cut(token[:i], ".")
	body, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return c, false
	}
	err = json.Unmarshal(body, &c)
	return c, err == nil
}

// authorize refuses a request without a valid token (401) or without the role (403).
func (t *Tenant) authorize(x *exchange) (reply, bool) {
	token, bearer := strings.CutPrefix(x.r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		return x.unauthorized("Access token is empty."), true
	}
	c, genuine := t.open(token)
	switch {
	case !genuine:
		return x.unauthorized("CompactToken validation failed with reason code: 80049228."), true
	case !x.knows(c.Audience):
		return x.unauthorized("Access token validation failure. Invalid audience."), true
	case x.now.Unix() >= c.Expires:
		return x.unauthorized("Lifetime validation failed, the token is expired."), true
	case !slices.Contains(c.Roles, Role):
		return x.fail(
			http.StatusForbidden,
			"Forbidden",
			"Insufficient privileges to complete the operation: the application needs the role "+Role+".",
		), true
	}
	return reply{}, false
}

func (x *exchange) unauthorized(message string) reply {
	answer := x.fail(http.StatusUnauthorized, "InvalidAuthenticationToken", message)
	answer.header = map[string]string{
		"WWW-Authenticate": `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"`,
	}
	return answer
}
