package extract

import (
	"crypto/tls"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// TestDeniedSaysWhetherItIsTheRecordOrTheTenant: with a record's id it is about the
// record, without one about the tenant.
func TestDeniedSaysWhetherItIsTheRecordOrTheTenant(t *testing.T) {
	t.Parallel()
	const id = "b8a1c0de-0000-4000-8000-000000000001"
	status := func(code int) func() (*http.Response, error) {
		return func() (*http.Response, error) { return reply(code, `{}`), nil }
	}
	for name, c := range map[string]struct {
		part   string // of the URL that is denied
		answer func() (*http.Response, error)
		record string
		remedy string
	}{
		"403 of a record": {"$expand=sessions", status(http.StatusForbidden),
			id, "if it denies all records, give the app"},
		"403 of its participants": {"$expand=participants_v2", status(http.StatusForbidden),
			id, "Graph denies this record"},
		"401 of a record": {"$expand=sessions", status(http.StatusUnauthorized),
			id, "nor a new one, for this record"},
		"407 on the way to it": {"$expand=sessions", status(http.StatusProxyAuthRequired),
			"", "HTTPS_PROXY"},
		"a certificate on its way": {"$expand=sessions", untrusted,
			"", "SSL_CERT_FILE"},
		"a clock that is wrong": {"$expand=sessions", elsewhen,
			"", "NTP"},
		"no token for its request": {"/oauth2/v2.0/token", status(http.StatusUnauthorized),
			"", "check tenant_id"},
		"no OIDC document": {"openid-configuration", status(http.StatusForbidden),
			"", "check"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := graphtest.New(graphtest.Options{Records: 3}).Transport()
				client := inside(t, trips(func(r *http.Request) (*http.Response, error) {
					if strings.Contains(r.URL.RequestURI(), c.part) {
						return c.answer()
					}
					if strings.HasPrefix(r.URL.Path, recordsPath) {
						return reply(http.StatusOK, `{"version":1,"sessions":[]}`), nil
					}
					return tenant.RoundTrip(r)
				}), nil)
				_, err := fetchAll(t.Context(), client, id)
				e := fault(err)
				if e.Fault != schema.FaultDenied {
					t.Errorf("got fault %q, want %q: %v", e.Fault, schema.FaultDenied, err)
				}
				if e.RecordID != c.record {
					t.Errorf("got record %q, want %q", e.RecordID, c.record)
				}
				if !strings.Contains(e.Remedy, c.remedy) {
					t.Errorf("got remedy %q, want %q in it", e.Remedy, c.remedy)
				}
			})
		})
	}
}

func untrusted() (*http.Response, error) {
	return nil, &tls.CertificateVerificationError{Err: errors.New("unknown authority")}
}

func elsewhen() (*http.Response, error) {
	date := time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)
	return reply(http.StatusOK, `{"version":1,"sessions":[]}`, "Date", date), nil
}
