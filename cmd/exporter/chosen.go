package main

import (
	"fmt"
	"slices"
	"strings"

	"callrecords/cmd/exporter/internal/config"
)

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
			return nil, fmt.Errorf("--tenant %s is not in the configuration, which has %s", id, strings.Join(known, ", "))
		}
		already := func(t config.Tenant) bool { return t.TenantID == all[i].TenantID }
		if !slices.ContainsFunc(chosen, already) {
			chosen = append(chosen, all[i])
		}
	}
	return chosen, nil
}
