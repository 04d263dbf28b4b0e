package statuspage

import (
	"net/url"
	"slices"

	"callrecords/cmd/exporter/internal/status"
)

// fewTenants is how many are listed before the reader asks for all.
const fewTenants = 25

// choice is what the URL asks for. It is the whole state of the page.
type choice struct {
	Tenant, Family string // "" for all
	All            bool   // tenants are listed, not only the first
	Zone           string // the time zone of the times; "" for the one that is configured
}

func choiceOf(q url.Values) choice {
	return choice{q.Get("tenant"), q.Get("family"), q.Get("all") != "", q.Get("zone")}
}

// Narrow says whether only some of the records are asked for.
func (c choice) Narrow() bool { return c.Tenant != "" || c.Family != "" }

// link is the query of a page that shows other parts, and times in the same zone.
func (c choice) link(tenant, family string, all bool) string {
	q := url.Values{}
	for name, value := range map[string]string{"tenant": tenant, "family": family, "zone": c.Zone} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if all {
		q.Set("all", "1")
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// of are the parts that were chosen, those in danger first.
func (c choice) of(parts []status.Part) []status.Part {
	chosen := slices.DeleteFunc(slices.Clone(parts), func(p status.Part) bool {
		return c.Tenant != "" && p.TenantID != c.Tenant || c.Family != "" && p.Family != c.Family
	})
	slices.SortStableFunc(chosen, func(a, b status.Part) int {
		return min(len(b.Dangers), 1) - min(len(a.Dangers), 1)
	})
	return chosen
}

// few are the parts that are listed.
func (c choice) few(parts []status.Part) []status.Part {
	if c.All {
		return parts
	}
	return parts[:min(len(parts), fewTenants)]
}
