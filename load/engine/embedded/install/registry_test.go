package install

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/load/engine/embedded/libchdb"
)

func TestRegistryIsThatOfTheEnvironment(t *testing.T) {
	t.Parallel()
	here := libchdb.Release{Version: "1.2.3", Platform: "linux-x64-gnu"}
	for name, c := range map[string]struct {
		given   string
		environ []string
		address string // of the package, without the host it may begin with
		proxy   string
	}{
		"none":                     {"", nil, "https://registry.npmjs.org/@chdb/lib-linux-x64-gnu/-/", ""},
		"npm's variable":           {"", []string{"npm_config_registry=https://npm.example/a"}, "https://npm.example/a/@chdb/", ""},
		"in large letters":         {"", []string{"NPM_CONFIG_REGISTRY=https://npm.example/"}, "https://npm.example/@chdb/", ""},
		"a flag goes before":       {"https://b.example", []string{"npm_config_registry=https://a.example"}, "https://b.example/@chdb/", ""},
		"a proxy":                  {"", []string{"HTTPS_PROXY=http://proxy.example:3128"}, "https://", "http://proxy.example:3128"},
		"npm's proxy goes before":  {"", []string{"https_proxy=http://a.example", "npm_config_https_proxy=http://b.example"}, "https://", "http://b.example"},
		"a host without the proxy": {"", []string{"HTTPS_PROXY=http://a.example", "NO_PROXY=registry.npmjs.org"}, "https://", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := FromEnvironment(c.given, c.environ)
			if err != nil {
				t.Fatal(err)
			}
			address, err := r.address(here)
			if err != nil || !strings.HasPrefix(address, c.address) {
				t.Errorf("got %q, %v, want it to begin with %q", address, err, c.address)
			}
			request, err := http.NewRequest(http.MethodGet, address, nil)
			if err != nil {
				t.Fatal(err)
			}
			proxy, err := r.Client.Transport.(*http.Transport).Proxy(request)
			if got := ""; err != nil {
				t.Error(err)
			} else {
				if proxy != nil {
					got = proxy.String()
				}
				if got != c.proxy {
					t.Errorf("proxy: got %q, want %q", got, c.proxy)
				}
			}
		})
	}
}

func TestSecretsOfARegistryAreNotTold(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"ftp://user:s3cret@npm.example", "https://user:s3cret@npm .example", "s3cret"} {
		_, err := Registry{URL: address}.address(libchdb.Release{})
		if err == nil || strings.Contains(err.Error(), "user:s3cret") {
			t.Errorf("got %v, want an error without the password", err)
		}
	}
	for _, address := range []string{"https://user:s3cret@npm.example/x", "http://user:s3cret@[::1"} {
		if got := redacted(address); strings.Contains(got, "s3cret") {
			t.Errorf("got %q, want it without the password", got)
		}
	}
}

func TestCertificatesOfARegistry(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, variable := range []string{"npm_config_cafile", "NODE_EXTRA_CA_CERTS"} {
		for _, file := range []string{empty, empty + ".none"} {
			if _, err := FromEnvironment("", []string{variable + "=" + file}); err == nil ||
				!strings.Contains(err.Error(), file) {
				t.Errorf("%s: got %v, want an error that names %s", variable, err, file)
			}
		}
	}
}
