package extract

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
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

	// Skew is how far Graph's clock is ahead of ours, to the second (Date header);
	// 0 when Graph did not answer.
	Skew time.Duration
}

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
	info := readClaims(token)
	began := time.Now()
	lately := schema.Window{From: began.Add(-time.Hour), To: began}
	got, err := c.get(ctx, request{
		collection: list, url: c.listURL(filter(lately)), number: 1, prefer: "odata.maxpagesize=1",
	})
	if err != nil {
		return info, err
	}
	if date, err := http.ParseTime(got.header.Get("Date")); err == nil {
		middle := began.Add(time.Since(began) / 2)
		info.Skew = date.Sub(middle).Round(time.Second)
	}
	return info, nil
}

// readClaims reads the claims of a JWT (RFC 7519) without checking its signature,
// which is for Graph to do. Another kind of token has none.
func readClaims(token string) TokenInfo {
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
	return TokenInfo{AppID: claims.App, AppName: claims.Name, TenantID: claims.Tenant,
		Roles: claims.Roles, Expires: time.Unix(claims.Expires, 0).UTC()}
}
