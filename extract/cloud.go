package extract

import (
	"fmt"
	"net/url"
	"strings"
)

// Cloud is one of Microsoft's clouds that have call records.
type Cloud string

// The clouds. China (21Vianet) has no call records ("Microsoft Graph national cloud
// deployments").
const (
	Global  Cloud = "global"   // also GCC
	GCCHigh Cloud = "gcc_high" // US Government L4
	DoD     Cloud = "dod"      // US Government L5
	Custom  Cloud = "custom"   // Options.GraphRoot and Options.Authority: tests and proxies
)

// site is where a cloud is: URLs without a slash at the end.
type site struct {
	cloud            Cloud
	graph, authority string
}

// sites are all clouds, the usual one first (roots as in "Microsoft Graph national
// cloud deployments").
var sites = []site{
	{Global, "https://graph.microsoft.com", "https://login.microsoftonline.com"},
	{GCCHigh, "https://graph.microsoft.us", "https://login.microsoftonline.us"},
	{DoD, "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"},
	{cloud: Custom},
}

// Clouds are all clouds, the usual one first.
func Clouds() []Cloud {
	clouds := make([]Cloud, len(sites))
	for i, s := range sites {
		clouds[i] = s.cloud
	}
	return clouds
}

// GraphRoot is the address of the cloud's Graph, without /v1.0; "" for Custom.
func (c Cloud) GraphRoot() string { return c.site().graph }

// Authority is the address that gives tokens for the cloud; "" for Custom.
func (c Cloud) Authority() string { return c.site().authority }

// Validate refuses a cloud that is none of Clouds.
func (c Cloud) Validate() error {
	if c.site().cloud == "" {
		return fmt.Errorf("cloud: %q is none of %v", string(c), Clouds())
	}
	return nil
}

// site is the zero one when there is no such cloud.
func (c Cloud) site() site {
	for _, s := range sites {
		if s.cloud == c {
			return s
		}
	}
	return site{}
}

// checkRoot says what is wrong with a URL of a custom cloud. Only https: a token
// must not be sent unencrypted.
func checkRoot(key, root string) error {
	u, err := url.Parse(root)
	switch {
	case root == "":
		return fmt.Errorf("%s: missing, cloud custom needs it", key)
	case err != nil:
		return fmt.Errorf("%s: %w", key, err)
	case u.Scheme != "https" || u.Host == "" || u.User != nil:
		return fmt.Errorf("%s: %q is not like https://host:port", key, u.Redacted())
	case u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/v1.0"):
		return fmt.Errorf("%s: %q must end before /v1.0", key, root)
	}
	return nil
}
