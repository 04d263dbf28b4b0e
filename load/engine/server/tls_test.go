package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// authority is a certificate authority of one test, and its files.
type authority struct {
	*testing.T
	folder string
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{T: t, folder: t.TempDir()}
	a.cert, a.key = a.issue("ca", true)
	return a
}

// issue makes NAME.pem and NAME.key, signed by the authority or by itself.
func (a *authority) issue(name string, ca bool) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	a.must(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: ca, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	a.must(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	a.must(err)
	a.write(name+".pem", "CERTIFICATE", der)
	a.write(name+".key", "PRIVATE KEY", private)
	cert, err := x509.ParseCertificate(der)
	a.must(err)
	return cert, key
}

func (a *authority) write(file, kind string, der []byte) {
	a.Helper()
	a.must(os.WriteFile(a.file(file), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
}

func (a *authority) file(name string) string { return filepath.Join(a.folder, name) }

func (a *authority) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

// serve starts a test server that has a certificate of the authority.
func (a *authority) serve(clients tls.ClientAuthType) (url string) {
	a.Helper()
	a.issue("server", false)
	pair, err := tls.LoadX509KeyPair(a.file("server.pem"), a.file("server.key"))
	a.must(err)
	s := httptest.NewUnstartedServer(servertest.New(below, servertest.Options{}))
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: clients, ClientCAs: pool}
	s.StartTLS()
	a.Cleanup(s.Close)
	return s.URL
}

func TestAuthorityOfOnesOwnIsTrusted(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	url := a.serve(tls.NoClientCert)
	engine := open(t, server.Options{URL: url, CAFile: a.file("ca.pem")})
	if err := engine.Exec(t.Context(), "SELECT 1"); err != nil {
		t.Error(err)
	}
	wantParts(t, refused(t, server.Options{URL: url, Password: "pa55"}), "warehouse.ca_file")
}

func TestClientCertificateIsShown(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	url := a.serve(tls.RequireAndVerifyClientCert)
	a.issue("client", false)
	open(t, server.Options{URL: url, CAFile: a.file("ca.pem"), ClientCertFile: a.file("client.pem"), ClientKeyFile: a.file("client.key")})
	wantParts(t, refused(t, server.Options{URL: url, CAFile: a.file("ca.pem")}),
		"warehouse.client_certificate_file")
}

func TestWrongSchemeIsRecognised(t *testing.T) {
	t.Parallel()
	url := serve(t, servertest.New(below, servertest.Options{}))
	wantParts(t, refused(t, server.Options{URL: "https" + url[len("http"):]}), "does not speak TLS", "http://")
}
