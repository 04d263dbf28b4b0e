package extract

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"
)

// errNoPair is a certificate file that does not have what a credential needs.
var errNoPair = errors.New("the file must hold a certificate and its private key, as PEM or PFX")

// errDamaged is a file whose parts have lengths that cannot be.
var errDamaged = errors.New("the file is damaged: export certificate and key anew")

// parseCertificate reads certificate and key from one file: PEM, its key encrypted
// or not, or PFX. azidentity's own reader knows neither encrypted PEM nor the ciphers
// that OpenSSL 3 and Windows Server write PFX with today.
//
// A damaged file must not end the program: github.com/youmark/pkcs8 panics when the
// encrypted key is cut within a block of its cipher.
func parseCertificate(
	file []byte, password string,
) (certs []*x509.Certificate, key crypto.PrivateKey, err error) {
	defer func() {
		if recover() != nil {
			certs, key, err = nil, nil, errDamaged
		}
	}()
	if block, _ := pem.Decode(file); block != nil {
		return parsePEM(file, password)
	}
	key, leaf, chain, err := pkcs12.DecodeChain(file, password)
	if err != nil {
		return nil, nil, fmt.Errorf("neither PEM nor PFX that the password opens: %w", err)
	}
	return append([]*x509.Certificate{leaf}, chain...), key, nil
}

// parsePEM reads the certificates and the one private key of a PEM file.
func parsePEM(file []byte, password string) (certs []*x509.Certificate, key crypto.PrivateKey, err error) {
	for block, rest := pem.Decode(file); block != nil && err == nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			var more []*x509.Certificate
			more, err = x509.ParseCertificates(block.Bytes)
			certs = append(certs, more...)
		case "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "PRIVATE KEY":
			key, err = pkcs8.ParsePKCS8PrivateKey(block.Bytes)
		case "ENCRYPTED PRIVATE KEY":
			key, err = pkcs8.ParsePKCS8PrivateKey(block.Bytes, []byte(password))
		}
	}
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("PEM: %w", err)
	case len(certs) == 0 || key == nil:
		return nil, nil, errNoPair
	}
	return certs, key, nil
}
