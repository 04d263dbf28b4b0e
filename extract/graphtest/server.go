package graphtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Server serves a tenant over TLS, HTTP/1.1 and HTTP/2, with a certificate
// authority that lives in memory. It is the Graph root and the authority at once.
type Server struct {
	URL string // https://127.0.0.1:port, without a slash at the end

	http   *http.Server
	issuer *authority
	client *http.Client
	served chan error
	unbind func() bool // from the context of Start
}

// Start listens on addr, "127.0.0.1:0" for any free port, until Close or the end
// of ctx.
func Start(ctx context.Context, t *Tenant, addr string) (*Server, error) {
	issuer, err := newAuthority()
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	s := &Server{
		URL:    "https://" + listener.Addr().String(),
		issuer: issuer,
		served: make(chan error, 1),
		http: &http.Server{
			Handler: t,
			TLSConfig: &tls.Config{
				Certificates: []tls.Certificate{issuer.leaf},
				NextProtos:   []string{"h2", "http/1.1"},
				MinVersion:   tls.VersionTLS12,
			},
			ReadHeaderTimeout: 10 * time.Second,
			ErrorLog:          log.New(io.Discard, "", 0),
		},
	}
	s.client = s.newClient()
	go func() { s.served <- s.http.ServeTLS(listener, "", "") }()
	s.unbind = context.AfterFunc(ctx, func() { _ = s.http.Close() })
	return s, nil
}

// CertPEM gives the certificate of the authority, for a client's trust store.
func (s *Server) CertPEM() []byte { return s.issuer.pem }

// Client gives an HTTP client that trusts the server, always the same one.
func (s *Server) Client() *http.Client { return s.client }

func (s *Server) newClient() *http.Client {
	pool := x509.NewCertPool()
	pool.AddCert(s.issuer.cert)
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 64,
	}}
}

// Close stops the server and waits until it has stopped listening.
func (s *Server) Close() error {
	s.unbind()
	s.client.CloseIdleConnections()
	err := s.http.Close()
	served := <-s.served
	s.served <- served // for the next Close
	if errors.Is(served, http.ErrServerClosed) {
		served = nil
	}
	return errors.Join(err, served)
}
