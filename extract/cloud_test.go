package extract

import (
	"slices"
	"testing"
)

func TestCloudsHaveTheirRoots(t *testing.T) {
	t.Parallel()
	for cloud, want := range map[Cloud]struct{ graph, authority string }{
		"":      {"graph.microsoft.com", "https://login.microsoftonline.com"},
		Global:  {"graph.microsoft.com", "https://login.microsoftonline.com"},
		GCCHigh: {"graph.microsoft.us", "https://login.microsoftonline.us"},
		DoD:     {"dod-graph.microsoft.us", "https://login.microsoftonline.us"},
	} {
		t.Run("cloud "+string(cloud), func(t *testing.T) {
			t.Parallel()
			c, err := New(Options{TenantID: "contoso.com", Cloud: cloud, Auth: Auth{ClientID: "a", ClientSecret: "b"}})
			if err != nil {
				t.Fatal(err)
			}
			if c.root.Host != want.graph {
				t.Errorf("got Graph at %s, want %s", c.root.Host, want.graph)
			}
			if scope := "https://" + want.graph + "/.default"; c.tokens.scope != scope {
				t.Errorf("got scope %s, want %s", c.tokens.scope, scope)
			}
			if got := c.options.Cloud.Authority(); got != want.authority {
				t.Errorf("got authority %s, want %s", got, want.authority)
			}
		})
	}
}

func TestCloudsAndMethodsAreListedOnce(t *testing.T) {
	t.Parallel()
	if want := []Cloud{Global, GCCHigh, DoD, Custom}; !slices.Equal(Clouds(), want) {
		t.Errorf("got clouds %v, want %v", Clouds(), want)
	}
	for _, c := range Clouds() {
		if err := c.Validate(); err != nil {
			t.Errorf("got %v, want cloud %s to be valid", err, c)
		}
	}
	want := []Method{ClientSecret, ClientCertificate, WorkloadIdentity, ManagedIdentity, AzureCLI, DefaultChain}
	if !slices.Equal(Methods(), want) {
		t.Errorf("got methods %v, want %v", Methods(), want)
	}
	for _, m := range Methods() {
		if err := m.Validate(); err != nil {
			t.Errorf("got %v, want method %s to be valid", err, m)
		}
	}
}
