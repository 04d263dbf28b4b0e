// Package ready asks an exporter on this machine whether it is ready, as a probe does.
package ready

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// patience is how long an answer may take: more than the exporter itself gives it.
const patience = 10 * time.Second

// maxSaid bounds what of an answer is repeated, in bytes.
const maxSaid = 1 << 10

// Ask asks /readyz of the exporter that listens at an address of this machine, with TLS or
// without. An error says why it is not ready.
func Ask(ctx context.Context, address string, secure bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "localhost" // where whoever listens everywhere listens, too
	}
	scheme := "http"
	if secure {
		scheme = "https"
	}
	url := scheme + "://" + net.JoinHostPort(host, port) + "/readyz"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	// The certificate is for the name that others use. Nothing secret is sent or believed.
	client := http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true,
	}}
	answer, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("nothing answers: %w", err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxSaid))
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", url, answer.Status, strings.TrimSpace(string(said)))
	}
	return nil
}
