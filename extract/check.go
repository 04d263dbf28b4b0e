package extract

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"callrecords/schema"
)

// TokenInfo is what Check has seen.
type TokenInfo struct {
	AppID    string // of the application
	AppName  string // its display name; "" when the token does not tell
	TenantID string
	Roles    []string
	Expires  time.Time // UTC

	// Skew is how far Graph's clock is ahead of ours, to the second. Without a Date
	// in Graph's answer it is not known.
	Skew      time.Duration
	SkewKnown bool
}

// Bounds of what is shown of a token.
const (
	maxClaim = 128 // bytes of a claim
	maxRoles = 100 // Graph has more application permissions, and no application as many
)

// HasRole says whether the token carries Role. An application that reads by another
// way than a token of Entra, such as a proxy's, has none and may work all the same.
func (t TokenInfo) HasRole() bool { return slices.Contains(t.Roles, Role) }

// Check gets a token and one header of the last hour. With an error, what has been
// seen before it is in the TokenInfo.
func (c *Client) Check(ctx context.Context) (TokenInfo, error) {
	token, err := c.tokens.get(ctx)
	if err != nil {
		return TokenInfo{}, err
	}
	proof, err := c.tokens.sent(ctx)
	if err != nil {
		return TokenInfo{}, err
	}
	info := readClaims(token, proof...)
	now := time.Now()
	lately := schema.Window{From: now.Add(-time.Hour), To: now}
	place := c.inFlight.place()
	defer place.leave()
	_, err = c.get(ctx, request{
		collection: list, url: c.listURL(filter(lately)), number: 1, prefer: "odata.maxpagesize=1",
		anyClock: true, place: place,
	})
	info.Skew, info.SkewKnown = c.Skew()
	return info, err
}

// readClaims reads the claims of a JWT (RFC 7519) without checking its signature,
// which is for Graph to do. Another kind of token has none. The claims are shown to
// people: they are held to what may be shown of a server that got the secrets.
func readClaims(token string, secrets ...string) TokenInfo {
	var claims struct {
		App     string   `json:"appid"`
		Name    string   `json:"app_displayname"`
		Tenant  string   `json:"tid"`
		Roles   []string `json:"roles"`
		Expires int64    `json:"exp"`
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return TokenInfo{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return TokenInfo{}
	}
	show := func(claim string) string { return shown(claim, maxClaim, secrets...) }
	info := TokenInfo{AppID: show(claims.App), AppName: show(claims.Name), TenantID: show(claims.Tenant),
		Expires: time.Unix(claims.Expires, 0).UTC()}
	for _, role := range claims.Roles[:min(len(claims.Roles), maxRoles)] {
		info.Roles = append(info.Roles, show(role))
	}
	return info
}
