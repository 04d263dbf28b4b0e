package tenants

import (
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
)

func TestRecordsOfAnIDAreOfOneTenant(t *testing.T) {
	t.Parallel()
	const a, b = "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"
	one, two := []config.Tenant{{TenantID: a}}, []config.Tenant{{TenantID: a}, {TenantID: b}}
	for name, c := range map[string]struct {
		all  []config.Tenant
		ids  []string
		want string
		bad  string // in the error
	}{
		"the only one":         {one, nil, a, ""},
		"the named one":        {two, []string{b}, b, ""},
		"none of two is named": {two, nil, "", "--tenant says whose"},
		"two are named":        {two, []string{a, b}, "", "--tenant names 2 tenants"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := (&Flags{ids: c.ids}).ChooseOne(c.all)
			switch {
			case c.bad != "" && (exit.Code(err) != exit.Usage || !strings.Contains(err.Error(), c.bad)):
				t.Errorf("got %v, want wrong usage with %q", err, c.bad)
			case c.bad == "" && (err != nil || len(got) != 1 || got[0].TenantID != c.want):
				t.Errorf("got %v, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestChosenTenantsAreThoseOfTheConfiguration(t *testing.T) {
	t.Parallel()
	const a, b = "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"
	all := []config.Tenant{{TenantID: a}, {TenantID: b}}
	for name, c := range map[string]struct {
		ids  []string
		want string
		bad  string // in the error
	}{
		"none asks for all":        {nil, a + " " + b, ""},
		"one":                      {[]string{b}, b, ""},
		"in capitals, and twice":   {[]string{strings.ToUpper(b), b}, b, ""},
		"in the order of asking":   {[]string{b, a}, b + " " + a, ""},
		"not in the configuration": {[]string{strings.Replace(a, "0a", "0c", 1)}, "", a + ", " + b},
		"not an id":                {[]string{"contoso"}, "", "GUID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chosen, err := chosen(all, c.ids)
			if c.bad != "" {
				if err == nil || !strings.Contains(err.Error(), c.bad) {
					t.Errorf("got %v, want an error with %q", err, c.bad)
				}
				return
			}
			var got []string
			for _, t := range chosen {
				got = append(got, t.TenantID)
			}
			if text := strings.Join(got, " "); err != nil || text != c.want {
				t.Errorf("got %q, %v, want %q", text, err, c.want)
			}
		})
	}
}
