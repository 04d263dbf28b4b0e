package graphtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// authority is a certificate authority that has signed one certificate, for
// localhost.
type authority struct {
	cert *x509.Certificate
	pem  []byte
	leaf tls.Certificate
}

func newAuthority() (*authority, error) {
	root := template("graphtest root", 1)
	root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	cert, err := certify(root, root, rootKey.Public(), rootKey)
	if err != nil {
		return nil, err
	}
	leaf := template("localhost", 2)
	leaf.DNSNames, leaf.IPAddresses = []string{
		"localhost",
	}, []net.IP{
		net.IPv4(127, 0, 0, 1),
		net.IPv6loopback,
	}
	leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	signed, err := certify(leaf, cert, leafKey.Public(), rootKey)
	if err != nil {
		return nil, err
	}
	return &authority{
		cert: cert,
		pem:  pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}),
		leaf: tls.Certificate{Certificate: [][]byte{signed.Raw}, PrivateKey: leafKey},
	}, nil
}

// template is valid around the true time, whatever the tenant's clock says:
// clients check it with their own.
func template(name string, serial int64) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(30 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
}

func certify(
	cert, parent *x509.Certificate,
	key crypto.PublicKey,
	signer crypto.Signer,
) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, cert, parent, key, signer)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}
