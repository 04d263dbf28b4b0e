// Package tenants says which tenants a command line is about.
package tenants

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
)

// Flags say which tenants of the configuration a command is about.
type Flags struct{ ids []string }

// Add adds the flag to a command that is about all tenants, or some.
func (f *Flags) Add(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.ids, "tenant", nil,
		"only this tenant of the configuration; may be given several times (default all)")
}

// AddOne adds the flag to a command that is about one tenant.
func (f *Flags) AddOne(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.ids, "tenant", nil, "tenant of the records, when several are configured")
}

// IDs are the ids that were named, whether the configuration has them or not.
func (f *Flags) IDs() (ids []string, err error) {
	for _, text := range f.ids {
		id, err := ID(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// Choose are the tenants that were named; all when none was.
func (f *Flags) Choose(all []config.Tenant) ([]config.Tenant, error) {
	all, err := chosen(all, f.ids)
	return all, exit.WrongUsage(err)
}

// ChooseOne is the tenant that was named, or the only one.
func (f *Flags) ChooseOne(all []config.Tenant) ([]config.Tenant, error) {
	chosen, err := f.Choose(all)
	switch {
	case err != nil:
		return nil, err
	case len(chosen) > 1 && len(f.ids) > 0:
		return nil, exit.WrongUsage(fmt.Errorf("--tenant names %d tenants: the records are of one", len(chosen)))
	case len(chosen) > 1:
		return nil, exit.WrongUsage(
			fmt.Errorf("%d tenants are configured: --tenant says whose records these are", len(chosen)),
		)
	}
	return chosen, nil
}

// chosen are the tenants of the configuration that a command is asked for by
// their ids; none asks for all.
func chosen(all []config.Tenant, ids []string) (named []config.Tenant, err error) {
	if len(ids) == 0 {
		return all, nil
	}
	for _, text := range ids {
		id, err := ID(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(t config.Tenant) bool { return strings.EqualFold(t.TenantID, id) })
		if i < 0 {
			var known []string
			for _, t := range all {
				known = append(known, t.TenantID)
			}
			return nil, fmt.Errorf("--tenant %s is not in the configuration, which has %s",
				id, strings.Join(known, ", "))
		}
		already := func(t config.Tenant) bool { return t.TenantID == all[i].TenantID }
		if !slices.ContainsFunc(named, already) {
			named = append(named, all[i])
		}
	}
	return named, nil
}

// Of is the tenant that was named, or the only one of the configuration.
func Of(named string, c config.Config) (string, error) {
	switch {
	case named != "":
		return ID(named)
	case len(c.Tenants) == 1:
		return c.Tenants[0].TenantID, nil
	case len(c.Tenants) == 0:
		return "", fmt.Errorf("the configuration has no tenant: name the records' with --tenant ID")
	}
	return "", fmt.Errorf(
		"the configuration has %d tenants: name the records' with --tenant ID",
		len(c.Tenants),
	)
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// ID is a tenant's id in the case that rows have it in.
func ID(text string) (string, error) {
	id := strings.ToLower(text)
	if !guid.MatchString(id) {
		return "", fmt.Errorf("--tenant %q is not a GUID such as 11111111-2222-3333-4444-555555555555", text)
	}
	return id, nil
}
