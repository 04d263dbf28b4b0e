package extract

import (
	"strings"
	"testing"
)

func TestTokenErrorIsACodeOrNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want string }{
		"of the RFC":        {`{"error":"invalid_client"}`, "invalid_client"},
		"with numbers":      {`{"error":"invalid_grant","error_codes":[70000,50034]}`, "invalid_grant AADSTS70000 AADSTS50034"},
		"no code":           {`{"error":"Something is wrong"}`, "error"},
		"a quote":           {`{"error":"a\"b"}`, "error"},
		"a secret":          {`{"error":"my_long_secret_word"}`, "error"},
		"too long":          {`{"error":"` + strings.Repeat("a", 65) + `"}`, "error"},
		"odd numbers":       {`{"error":"server_error","error_codes":[-1,0,123456789012]}`, "server_error"},
		"very many numbers": {`{"error_codes":[1,2,3,4,5]}`, "error AADSTS1 AADSTS2 AADSTS3"},
		"no JSON":           {`<html>`, "error"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := readTokenError([]byte(c.body), []string{"my_long_secret_word"}).Error(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzTokenAnswer reads answers of the authority: failures, and claims of tokens.
func FuzzTokenAnswer(f *testing.F) {
	const secret = "abc~DEF.0123456789"
	f.Add(`{"error":"invalid_client","error_codes":[7000215]}`)
	f.Add(`{"error":"abc~DEF.0123456789","error_codes":["x",1e99]}`)
	f.Add(`e30.eyJyb2xlcyI6WyJhIl0sImV4cCI6MX0.e30`)
	f.Fuzz(func(t *testing.T, answer string) {
		info := readClaims(answer, secret)
		reason := readTokenError([]byte(answer), []string{secret}).Error()
		texts := append(info.Roles, info.AppID, info.AppName, info.TenantID, reason)
		for _, text := range texts {
			long := len(text) > maxClaim+len("…")
			if long || strings.Contains(text, secret) || strings.ContainsAny(text, "\n\x1b") {
				t.Errorf("got %q, want a short line without the secret", text)
			}
		}
		if len(info.Roles) > maxRoles {
			t.Errorf("got %d roles, want at most %d", len(info.Roles), maxRoles)
		}
	})
}
