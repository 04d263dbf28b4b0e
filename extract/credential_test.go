package extract

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"callrecords/extract/graphtest"
)

func TestEveryMethodBuildsItsCredential(t *testing.T) {
	t.Setenv("AZURE_FEDERATED_TOKEN_FILE", "testdata/plain.pem")
	for name, auth := range map[string]Auth{
		"secret":                 {ClientID: "a", ClientSecret: "b"},
		"certificate":            {Method: ClientCertificate, ClientID: "a", CertificateFile: "testdata/plain.pem"},
		"workload identity":      {Method: WorkloadIdentity, ClientID: "a"},
		"federated file":         {Method: WorkloadIdentity, ClientID: "a", TokenFile: "testdata/plain.pem"},
		"system's identity":      {Method: ManagedIdentity},
		"user assigned identity": {Method: ManagedIdentity, ClientID: "a"},
		"Azure CLI":              {Method: AzureCLI},
		"default":                {Method: DefaultChain},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := New(Options{TenantID: "contoso.com", Auth: auth}); err != nil {
				t.Errorf("got %v, want a client", err)
			}
		})
	}
}

func TestCertificateFilesGetAToken(t *testing.T) {
	t.Parallel()
	password := filepath.Join(t.TempDir(), "password")
	write(t, password, "test\n")
	tenant := graphtest.New(graphtest.Options{Records: 3})
	for file, set := range map[string]func(*Auth){
		"plain.pem":      func(*Auth) {},
		"encrypted.pem":  func(a *Auth) { a.CertificatePassword = "test" },
		"modern.pfx":     func(a *Auth) { a.CertificatePasswordFile = password },
		"legacy.pfx":     func(a *Auth) { a.CertificatePassword = "test" },
		"nopassword.pfx": func(*Auth) {},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			c := inside(t, tenant.Transport(), func(o *Options) {
				o.Auth = Auth{Method: ClientCertificate, ClientID: graphtest.DefaultClientID}
				o.Auth.CertificateFile = "testdata/" + file
				set(&o.Auth)
			})
			if _, errs := listAll(t.Context(), c, lately()); errs != nil {
				t.Errorf("got %v, want the list", errs)
			}
		})
	}
}

// TestCertificateMayFollowItsIssuers has files in which the leaf is the last one.
func TestCertificateMayFollowItsIssuers(t *testing.T) {
	t.Parallel()
	plain, err := os.ReadFile("testdata/plain.pem")
	if err != nil {
		t.Fatal(err)
	}
	certs, key, err := parseCertificate(plain, "")
	if err != nil {
		t.Fatal(err)
	}
	leaf, issuer := certs[0], issuerOf(t)
	pfx, err := pkcs12.Modern.Encode(key, issuer, []*x509.Certificate{leaf}, "test")
	if err != nil {
		t.Fatal(err)
	}
	tenant := graphtest.New(graphtest.Options{Records: 3})
	for name, content := range map[string][]byte{
		"chain.pfx": pfx,
		"chain.pem": append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: issuer.Raw}), plain...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), name)
			write(t, file, string(content))
			c := inside(t, tenant.Transport(), func(o *Options) {
				o.Auth = Auth{Method: ClientCertificate, ClientID: graphtest.DefaultClientID,
					CertificateFile: file, CertificatePassword: "test"}
			})
			if _, errs := listAll(t.Context(), c, lately()); errs != nil {
				t.Errorf("got %v, want the list", errs)
			}
		})
	}
}

// TestDamagedKeyIsSaid has a key that was cut within a block of its cipher.
func TestDamagedKeyIsSaid(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/encrypted.pem")
	if err != nil {
		t.Fatal(err)
	}
	cert, rest := pem.Decode(file)
	block, _ := pem.Decode(rest)
	var key struct {
		Algorithm pkix.AlgorithmIdentifier
		Encrypted []byte
	}
	if _, err := asn1.Unmarshal(block.Bytes, &key); err != nil {
		t.Fatal(err)
	}
	key.Encrypted = key.Encrypted[:len(key.Encrypted)-1]
	if block.Bytes, err = asn1.Marshal(key); err != nil {
		t.Fatal(err)
	}
	damaged := append(pem.EncodeToMemory(cert), pem.EncodeToMemory(block)...)
	if _, _, err := parseCertificate(damaged, "test"); !errors.Is(err, errDamaged) {
		t.Errorf("got %v, want %v", err, errDamaged)
	}
}

// issuerOf is a certificate with another key, as that of an authority is.
func issuerOf(t *testing.T) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestWrongPasswordOfACertificateIsSaidWithoutIt(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"encrypted.pem", "modern.pfx", "legacy.pfx"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			o := options("https://graph.test", nil)
			o.Auth = Auth{Method: ClientCertificate, ClientID: "a", CertificatePassword: "hunter2"}
			o.Auth.CertificateFile = "testdata/" + file
			_, err := New(o)
			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range []string{"password", file} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q in it", err, want)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v, want no password in it", err)
			}
		})
	}
}

func TestWorkloadIdentityGetsAToken(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	write(t, file, "a.b.c")
	tenant := graphtest.New(graphtest.Options{Records: 3})
	c := inside(t, tenant.Transport(), func(o *Options) {
		o.Auth = Auth{Method: WorkloadIdentity, ClientID: graphtest.DefaultClientID, TokenFile: file}
	})
	if _, errs := listAll(t.Context(), c, lately()); errs != nil {
		t.Error(errs)
	}
}

// TestFederatedTokenMayBeReplacedAtAnyTime has its file back after a second.
func TestFederatedTokenMayBeReplacedAtAnyTime(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.New(graphtest.Options{Records: 3})
		c := inside(t, tenant.Transport(), func(o *Options) {
			o.Auth = Auth{Method: WorkloadIdentity, ClientID: graphtest.DefaultClientID, TokenFile: file}
		})
		time.AfterFunc(time.Second, func() { write(t, file, "a.b.c") })
		if _, errs := listAll(t.Context(), c, lately()); errs != nil {
			t.Errorf("got %v, want the list", errs)
		}
	})
}

func FuzzParseCertificate(f *testing.F) {
	for _, name := range []string{"plain.pem", "encrypted.pem", "modern.pfx", "legacy.pfx"} {
		file, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		certs, key, err := parseCertificate(file, "test")
		if err == nil && (len(certs) == 0 || key == nil) {
			t.Error("neither certificate and key nor an error")
		}
	})
}
