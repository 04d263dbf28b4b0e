package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/wiring"
)

// tenantFlags say which tenants of the configuration a command is about.
type tenantFlags struct{ ids []string }

func (f *tenantFlags) add(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.ids, "tenant", nil,
		"only this tenant of the configuration; may be given several times (default all)")
}

// addOne adds the flag to a command that is about one tenant.
func (f *tenantFlags) addOne(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.ids, "tenant", nil, "tenant of the records, when several are configured")
}

// choose are the tenants that were named; all when none was.
func (f *tenantFlags) choose(all []config.Tenant) ([]config.Tenant, error) {
	chosen, err := chosenTenants(all, f.ids)
	return chosen, usage(err)
}

// chooseOne is the tenant that was named, or the only one.
func (f *tenantFlags) chooseOne(all []config.Tenant) ([]config.Tenant, error) {
	chosen, err := f.choose(all)
	switch {
	case err != nil:
		return nil, err
	case len(chosen) > 1 && len(f.ids) > 0:
		return nil, usage(fmt.Errorf("--tenant names %d tenants: the records are of one", len(chosen)))
	case len(chosen) > 1:
		return nil, usage(
			fmt.Errorf("%d tenants are configured: --tenant says whose records these are", len(chosen)),
		)
	}
	return chosen, nil
}

// chosenTenants are the tenants of the configuration that a command is asked for by
// their ids; none asks for all.
func chosenTenants(all []config.Tenant, ids []string) ([]config.Tenant, error) {
	if len(ids) == 0 {
		return all, nil
	}
	var chosen []config.Tenant
	for _, text := range ids {
		id, err := tenantID(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(t config.Tenant) bool { return strings.EqualFold(t.TenantID, id) })
		if i < 0 {
			var known []string
			for _, t := range all {
				known = append(known, t.TenantID)
			}
			return nil, fmt.Errorf(
				"--tenant %s is not in the configuration, which has %s",
				id,
				strings.Join(known, ", "),
			)
		}
		already := func(t config.Tenant) bool { return t.TenantID == all[i].TenantID }
		if !slices.ContainsFunc(chosen, already) {
			chosen = append(chosen, all[i])
		}
	}
	return chosen, nil
}

// chosenFamilies are the families that a command is asked for by their names; nil for all
// that are exported.
func chosenFamilies(e config.Export, names []string) ([]string, error) {
	for _, name := range names {
		i := slices.IndexFunc(families, func(f wiring.Family) bool { return f.Name == name })
		switch {
		case i < 0:
			return nil, fmt.Errorf("--family %s is none of %s", name, strings.Join(familyNames(), ", "))
		case families[i].Switch(e) == config.SwitchOff:
			return nil, fmt.Errorf(
				"--family %s is not exported: the configuration has export.%[1]s: off",
				name,
			)
		}
	}
	return names, nil
}
