package extract

import (
	"fmt"
	"net/url"
	"strings"
)

// Cloud is one of Microsoft's clouds that have call records.
type Cloud string

// The clouds. China (21Vianet) has no call records (Graph, "National cloud
// deployments").
const (
	Global  Cloud = "global"   // also GCC
	GCCHigh Cloud = "gcc_high" // US Government L4
	DoD     Cloud = "dod"      // US Government L5
	Custom  Cloud = "custom"   // Options.GraphRoot and Options.Authority: tests and proxies
)

// site is where a cloud answers: URLs without a slash at the end.
type site struct{ graph, authority string }

func (c Cloud) site(o Options) (site, error) {
	switch c {
	case Global:
		return site{"https://graph.microsoft.com", "https://login.microsoftonline.com"}, nil
	case GCCHigh:
		return site{"https://graph.microsoft.us", "https://login.microsoftonline.us"}, nil
	case DoD:
		return site{"https://dod-graph.microsoft.us", "https://login.microsoftonline.us"}, nil
	case Custom:
		return site{strings.TrimRight(o.GraphRoot, "/"), strings.TrimRight(o.Authority, "/")}, nil
	}
	return site{}, fmt.Errorf("cloud: %q is none of %s, %s, %s, %s", c, Global, GCCHigh, DoD, Custom)
}

// checkRoot says what is wrong with a URL of a custom cloud. Only https: a token
// must not travel in the clear.
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
