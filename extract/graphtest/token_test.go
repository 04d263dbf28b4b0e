package graphtest

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

func serve(t *testing.T, opt Options) (*Server, *Tenant) {
	t.Helper()
	tenant := New(opt)
	s, err := Start(t.Context(), tenant, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, tenant
}

func clientOptions(s *Server) azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: s.URL},
		Transport: s.Client(),
		Retry:     policy.RetryOptions{MaxRetries: -1},
	}
}

func secret(t *testing.T, s *Server, tenant, value string) azcore.TokenCredential {
	t.Helper()
	cred, err := azidentity.NewClientSecretCredential(tenant, DefaultClientID, value, &azidentity.ClientSecretCredentialOptions{
		ClientOptions: clientOptions(s), DisableInstanceDiscovery: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return cred
}

func bearer(ctx context.Context, s *Server, cred azcore.TokenCredential) (string, error) {
	token, err := cred.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{s.URL + "/.default"}})
	return token.Token, err
}

// status asks the list over the wire.
func status(t *testing.T, s *Server, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+collection, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	w, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if w.ProtoMajor != 2 {
		t.Errorf("HTTP/%d, want 2", w.ProtoMajor)
	}
	return w.StatusCode
}

func TestAzidentityGetsATokenThatGraphTakes(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, Options{Records: 5})
	for name, cred := range map[string]azcore.TokenCredential{
		"secret":      secret(t, s, DefaultTenantID, DefaultClientSecret),
		"certificate": certificate(t, s),
		"workload":    workload(t, s),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token, err := bearer(t.Context(), s, cred)
			if err != nil {
				t.Fatal(err)
			}
			if parts := strings.Split(token, "."); len(parts) != 3 {
				t.Errorf("got a token of %d parts, want 3", len(parts))
			}
			if got := status(t, s, token); got != http.StatusOK {
				t.Errorf("got status %d of the list, want 200", got)
			}
		})
	}
}

func certificate(t *testing.T, s *Server) azcore.TokenCredential {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := certify(template("app", 7), template("app", 7), key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cred, err := azidentity.NewClientCertificateCredential(DefaultTenantID, DefaultClientID, []*x509.Certificate{cert}, key,
		&azidentity.ClientCertificateCredentialOptions{ClientOptions: clientOptions(s), DisableInstanceDiscovery: true})
	if err != nil {
		t.Fatal(err)
	}
	return cred
}

func workload(t *testing.T, s *Server) azcore.TokenCredential {
	t.Helper()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("e30.e30.c2ln"), 0o600); err != nil {
		t.Fatal(err)
	}
	cred, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions: clientOptions(s), DisableInstanceDiscovery: true,
		ClientID: DefaultClientID, TenantID: DefaultTenantID, TokenFilePath: file,
	})
	if err != nil {
		t.Fatal(err)
	}
	return cred
}

func TestTokenEndpointRefusesAsEntraDoes(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, Options{Records: 5})
	_, err := bearer(t.Context(), s, secret(t, s, DefaultTenantID, "wrong"))
	if err == nil || !strings.Contains(err.Error(), "AADSTS7000215") || !strings.Contains(err.Error(), "401") {
		t.Errorf("wrong secret: %v", err)
	}
	_, err = bearer(t.Context(), s, secret(t, s, "00000000-0000-4000-a000-000000000000", DefaultClientSecret))
	if err == nil || !strings.Contains(err.Error(), "AADSTS90002") {
		t.Errorf("unknown tenant: %v", err)
	}
	_, err = secret(t, s, DefaultTenantID, DefaultClientSecret).GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://other.example/.default"}})
	if err == nil || !strings.Contains(err.Error(), "AADSTS500011") {
		t.Errorf("other resource: %v", err)
	}
}

func TestBearerIsChecked(t *testing.T) {
	t.Parallel()
	c := newClock()
	tenant, bare := New(Options{Records: 5, Now: c.Now}), New(Options{Records: 5, Now: c.Now, Roles: []string{"User.Read.All"}})
	old := tenant.sign(testRoot, c.Now().Add(-time.Hour))
	for name, token := range map[string]string{
		"none": "", "noise": "Bearer abc", "forged": "Bearer " + old + "x", "expired": "Bearer " + old,
		"audience": "Bearer " + tenant.sign("https://other.example", c.Now()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := get(t, tenant, collection, "Authorization", token)
			if a.status != http.StatusUnauthorized || a.code() != "InvalidAuthenticationToken" || a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("got %d %s, want it refused", a.status, a.code())
			}
		})
	}
	if a := get(t, bare, collection); a.status != http.StatusForbidden || a.code() != "Forbidden" {
		t.Errorf("without the role: %d %s", a.status, a.code())
	}
}
