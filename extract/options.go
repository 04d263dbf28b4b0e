package extract

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Options say which tenant to read, and how.
type Options struct {
	TenantID  string // of the tenant, GUID or domain
	Cloud     Cloud  // default Global
	GraphRoot string // Custom only, e.g. https://127.0.0.1:9443; without /v1.0
	Authority string // Custom only, e.g. https://127.0.0.1:9443
	Auth      Auth

	QuotaShare   float64           // of the published limits, (0, 1]; default 0.8
	Shards       int               // clients like this that have the quota share together, each its own records; default 1
	RetryBudget  time.Duration     // time one page may lose to failures, default 2 min
	Participants bool              // Fetch reads participants_v2, too
	MeetingsOnly bool              // those of calls between two are left out
	OmitNulls    bool              // Fetch asks Graph to leave out what is null
	Transport    http.RoundTripper // default a tuned *http.Transport of its own
	UserAgent    string            // default "callrecords-exporter"
	Logger       *slog.Logger      // default discards
	Observer     Observer          // default: nobody is told
}

func (o Options) withDefaults() Options {
	o.Cloud = cmp.Or(o.Cloud, Global)
	o.QuotaShare = cmp.Or(o.QuotaShare, 0.8)
	o.Shards = cmp.Or(o.Shards, 1)
	o.RetryBudget = cmp.Or(o.RetryBudget, 2*time.Minute)
	o.UserAgent = cmp.Or(o.UserAgent, "callrecords-exporter")
	o.Auth = o.Auth.withDefaults()
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// validate names every mistake by its configuration key.
func (o Options) validate() error {
	var errs []error
	if o.TenantID == "" {
		errs = append(errs, errors.New("tenant_id: missing"))
	}
	errs = append(errs, o.Cloud.Validate())
	if o.Cloud == Custom {
		errs = append(errs, checkRoot("graph_root", o.GraphRoot), checkRoot("authority", o.Authority))
	} else if o.GraphRoot != "" || o.Authority != "" {
		errs = append(errs, fmt.Errorf("graph_root, authority: only with cloud %s", Custom))
	}
	if !(o.QuotaShare > 0 && o.QuotaShare <= 1) {
		errs = append(errs, fmt.Errorf("quota_share: %v is not in (0, 1]", o.QuotaShare))
	}
	if most := MaxShards(o.QuotaShare); o.Shards < 1 || o.Shards > max(1, most) {
		errs = append(errs, fmt.Errorf("%d shards: want 1 to %d with quota_share %v", o.Shards, max(1, most), o.QuotaShare))
	}
	if o.RetryBudget < 0 {
		errs = append(errs, fmt.Errorf("retry_budget: %v is negative", o.RetryBudget))
	}
	return errors.Join(append(errs, o.Auth.validate())...)
}

// graphRoot is the address of Graph, without a slash at the end.
func (o Options) graphRoot() string {
	return cmp.Or(o.Cloud.GraphRoot(), strings.TrimRight(o.GraphRoot, "/"))
}

// tokenAuthority is the one address that proof of who we are may be sent to; nil with a
// managed identity, whose service is where the environment says.
func (o Options) tokenAuthority() (*url.URL, error) {
	if o.Auth.Method == ManagedIdentity {
		return nil, nil
	}
	u, err := url.Parse(o.authority())
	if err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	return u, nil
}

// authority is the address that gives tokens, without a slash at the end.
func (o Options) authority() string {
	return cmp.Or(o.Cloud.Authority(), strings.TrimRight(o.Authority, "/"))
}
