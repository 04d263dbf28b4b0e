package install

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"callrecords/load/engine/embedded/libchdb"
)

// npm is where packages are unless somebody says otherwise.
const npm = "https://registry.npmjs.org"

// Registry is where npm's packages are, and how it is reached.
type Registry struct {
	URL    string
	Client *http.Client
}

// FromEnvironment is the registry that npm itself would use by the environment: its address
// (npm_config_registry), proxies (npm_config_https_proxy, npm_config_proxy, HTTPS_PROXY, …)
// and certificates (npm_config_cafile, NODE_EXTRA_CA_CERTS). Files of npm (.npmrc) are not
// read. A registry that is given goes before the environment's.
func FromEnvironment(given string, environ []string) (Registry, error) {
	env := variables(environ)
	proxy := httpproxy.Config{
		HTTPProxy:  env.first("npm_config_proxy", "http_proxy"),
		HTTPSProxy: env.first("npm_config_https_proxy", "npm_config_proxy", "https_proxy", "http_proxy"),
		NoProxy:    env.first("npm_config_noproxy", "no_proxy"),
	}
	find := proxy.ProxyFunc()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = func(r *http.Request) (*url.URL, error) { return find(r.URL) }
	transport.DisableCompression = true // the package is compressed, and its bytes are what is pinned
	roots, err := authorities(env.first("npm_config_cafile"), env.first("node_extra_ca_certs"))
	if err != nil {
		return Registry{}, err
	}
	if roots != nil {
		transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
	}
	return Registry{
		URL: cmp.Or(given, env.first("npm_config_registry"), npm), Client: &http.Client{Transport: transport},
	}, nil
}

// address is where the package of a release is.
func (r Registry) address(release libchdb.Release) (string, error) {
	base, err := url.Parse(r.URL)
	if err != nil {
		return "", errors.New("the registry is no URL") // its error has all of it, with a password
	}
	if base.Scheme != "https" && base.Scheme != "http" || base.Host == "" {
		return "", fmt.Errorf("the registry %s is no http or https URL", base.Redacted())
	}
	name := "lib-" + release.Platform
	return base.JoinPath("@chdb", name, "-", name+"-"+release.Version+".tgz").String(), nil
}

// authorities are those of the system and of some files; nil where no file is named.
func authorities(files ...string) (roots *x509.CertPool, err error) {
	for _, file := range files {
		if file == "" {
			continue
		}
		if roots == nil {
			if roots, err = x509.SystemCertPool(); err != nil {
				return nil, err
			}
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("certificates for the registry: %w", err)
		}
		if !roots.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("certificates for the registry: %s has none", file)
		}
	}
	return roots, nil
}

// environment are variables by their names in small letters: npm does not tell large from
// small ones, nor does anybody who sets a proxy.
type environment map[string]string

func variables(environ []string) environment {
	all := environment{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if name = strings.ToLower(name); all[name] == "" {
			all[name] = value
		}
	}
	return all
}

// first is the first of some variables that has a value.
func (e environment) first(names ...string) string {
	for _, name := range names {
		if e[name] != "" {
			return e[name]
		}
	}
	return ""
}
