package extract

import (
	"bytes"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// TestSecretGoesToTheAuthorityOnly has OIDC documents that name a token endpoint
// elsewhere.
func TestSecretGoesToTheAuthorityOnly(t *testing.T) {
	t.Parallel()
	assertion := filepath.Join(t.TempDir(), "token")
	write(t, assertion, "a.b.c")
	auths := map[string]Auth{
		"secret": {ClientID: graphtest.DefaultClientID, ClientSecret: graphtest.DefaultClientSecret},
		"certificate": {Method: ClientCertificate, ClientID: graphtest.DefaultClientID,
			CertificateFile: "testdata/plain.pem"},
		"workload identity": {Method: WorkloadIdentity, ClientID: graphtest.DefaultClientID, TokenFile: assertion},
	}
	for how, auth := range auths {
		for name, endpoint := range map[string]string{
			"another host":    "https://evil.test/token",
			"without TLS":     "http://graph.test/token",
			"another port":    "https://graph.test:8443/token",
			"a host below it": "https://graph.test.evil.test/token",
		} {
			t.Run(how+" "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { refusesToSend(t, auth, endpoint) })
			})
		}
	}
}

func refusesToSend(t *testing.T, auth Auth, endpoint string) {
	tenant := graphtest.New(graphtest.Options{Records: 3}).Transport()
	c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
		if r.Body != nil && r.Body != http.NoBody {
			t.Errorf("got a request with a body to %s, want none", r.URL)
		}
		answer, err := tenant.RoundTrip(r)
		if err == nil && strings.HasSuffix(r.URL.Path, "openid-configuration") {
			body, _ := io.ReadAll(answer.Body)
			there := `"token_endpoint":"https://graph.test/` + graphtest.DefaultTenantID + `/oauth2/v2.0/token"`
			if !bytes.Contains(body, []byte(there)) {
				t.Fatalf("got %s, want %s in it", body, there)
			}
			body = bytes.Replace(body, []byte(there), []byte(`"token_endpoint":"`+endpoint+`"`), 1)
			answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(body)), -1
		}
		return answer, err
	}), func(o *Options) { o.Auth = auth })
	_, errs := listAll(t.Context(), c, lately())
	if len(errs) != 1 {
		t.Fatalf("got %v, want one error", errs)
	}
	e := fault(errs[0])
	if e.Fault != schema.FaultDenied {
		t.Errorf("got fault %q, want %q: %v", e.Fault, schema.FaultDenied, errs[0])
	}
	place, _, _ := strings.Cut(endpoint, "/token")
	for _, want := range []string{place, "only the configured authority"} {
		if !strings.Contains(e.Error(), want) {
			t.Errorf("got %v, want %q in it", errs[0], want)
		}
	}
}

// countingReader has no end, and counts what is read of it.
type countingReader struct{ read *int64 }

func (c countingReader) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	*c.read += int64(len(b))
	return len(b), nil
}

func (c countingReader) Close() error { return nil }

func TestAnswersOfTheAuthorityAreBounded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path   string
		status int
	}{
		"a token":              {"/oauth2/v2.0/token", http.StatusOK},
		"no token":             {"/oauth2/v2.0/token", http.StatusBadRequest},
		"the OIDC document":    {"/openid-configuration", http.StatusOK},
		"no OIDC document":     {"/openid-configuration", http.StatusNotFound},
		"a service that fails": {"/oauth2/v2.0/token", http.StatusServiceUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := graphtest.New(graphtest.Options{Records: 3}).Transport()
			var read int64
			client := inside(t, trips(func(r *http.Request) (*http.Response, error) {
				if !strings.HasSuffix(r.URL.Path, c.path) {
					return tenant.RoundTrip(r)
				}
				answer := reply(c.status, "")
				answer.Body = countingReader{&read}
				return answer, nil
			}), nil)
			_, errs := listAll(t.Context(), client, lately())
			if e := fault(errs[0]); e.Fault != schema.FaultRefused || !strings.Contains(e.Error(), "larger than 1024 KiB") {
				t.Errorf("got %v, want it refused", errs)
			}
			if read > 2*maxTokenAnswer {
				t.Errorf("got %d bytes read, want at most %d", read, 2*maxTokenAnswer)
			}
		})
	}
}
