package extract

import (
	"strings"
	"testing"
)

func TestNewNamesEveryMistake(t *testing.T) {
	t.Parallel()
	_, err := New(Options{Cloud: Custom, GraphRoot: "http://graph.test", QuotaShare: 2, RetryBudget: -1, Auth: Auth{Method: ClientCertificate}})
	for _, key := range []string{"tenant_id: missing", "graph_root: ", "authority: missing", "quota_share: 2", "retry_budget: ", "auth.client_id: missing", "auth.certificate_file: missing"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			if err == nil || !strings.Contains(err.Error(), key) {
				t.Errorf("got %v, want %q in it", err, key)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := options("https://graph.test", nil)
	for want, change := range map[string]func(*Options){
		`cloud: "china"`:          func(o *Options) { o.Cloud = "china" },
		"only with cloud custom":  func(o *Options) { o.Cloud = Global },
		`auth.method: "password"`: func(o *Options) { o.Auth.Method = "password" },
		"before /v1.0":            func(o *Options) { o.GraphRoot += "/v1.0/" },
		"set one of them":         func(o *Options) { o.Auth.ClientSecretFile = "x" },
		"auth client_secret":      func(o *Options) { o.Auth.ClientSecret, o.Auth.ClientSecretFile = "", "/nowhere/secret" },
		"invalid tenantID":        func(o *Options) { o.TenantID = "a/b" },
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			o := good
			change(&o)
			if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q in it", err, want)
			}
		})
	}
}
