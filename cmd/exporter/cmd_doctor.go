package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
)

// maxSkew is how far our clock may be from Graph's before windows and expiry
// are judged wrongly.
const maxSkew = 2 * time.Minute

// finding is one line of the doctor: what was looked at, and what is wrong.
type finding struct {
	what string
	fine string // what was seen
	err  error  // what is wrong, with what to do
}

// doctorCommand is exporter doctor.
func (p *program) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check credentials, permission, clock and warehouse: a line each, ok or what to do",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.settings(config.Load)
			if err != nil {
				return err
			}
			return p.print(p.diagnose(c.Context(), cfg))
		},
	}
}

// diagnose looks at everything that a run needs.
func (p *program) diagnose(ctx context.Context, c config.Config) []finding {
	findings := []finding{{what: "configuration", fine: fmt.Sprintf("%d tenants", len(c.Tenants))}}
	for _, t := range c.Tenants {
		findings = append(findings, p.diagnoseTenant(ctx, t, c.Export)...)
	}
	return append(findings, p.diagnoseWarehouse(ctx, c)...)
}

// diagnoseTenant gets a token, reads its roles, asks Graph, and compares clocks.
func (p *program) diagnoseTenant(ctx context.Context, t config.Tenant, e config.Export) []finding {
	name := "tenant " + t.TenantID
	source, err := wiring.NewClient(t, e, nil, p.logger(config.Log{Level: "error"}))
	if err != nil {
		return []finding{{what: name + " credentials", err: err}}
	}
	defer source.Close()
	info, err := source.Check(ctx)
	if info.Expires.IsZero() && err != nil {
		return []finding{{what: name + " token", err: err}}
	}
	findings := []finding{
		{what: name + " token", fine: "until " + info.Expires.Format(time.RFC3339)},
		role(name, info),
		{what: name + " graph", fine: "answers the list", err: err},
	}
	if err == nil {
		findings = append(findings, clock(name, info.Skew))
	}
	return findings
}

// role checks that the token carries the permission.
func role(name string, info extract.TokenInfo) finding {
	f := finding{what: name + " permission", fine: extract.Role}
	if !info.HasRole() {
		f.err = fmt.Errorf(
			"the token has the roles %v: give the app registration the application permission %s and grant admin consent",
			info.Roles,
			extract.Role,
		)
	}
	return f
}

// clock checks our clock against Graph's.
func clock(name string, skew time.Duration) finding {
	f := finding{what: name + " clock", fine: fmt.Sprintf("within %s of Graph's", skew.Abs())}
	if skew.Abs() > maxSkew {
		f.err = fmt.Errorf("%s away from Graph's: set this machine's clock by NTP", skew)
	}
	return f
}

// diagnoseWarehouse looks at the warehouse and tries what a load needs, on a
// table of its own. It leaves the schema as it is.
func (p *program) diagnoseWarehouse(ctx context.Context, c config.Config) []finding {
	need, missing := warehouse.ToRead, "not there yet: exporter run or exporter schema apply makes it"
	disk, isEmbedded := c.Warehouse.Embedded()
	if isEmbedded && warehouse.NeedStore(c.Warehouse) != nil {
		// Nothing is there yet. A store elsewhere, for the time of this check, shows
		// that the engine works, and is gone afterwards.
		folder, err := os.MkdirTemp("", "exporter-doctor-")
		if err != nil {
			return []finding{{what: "warehouse", err: err}}
		}
		defer os.RemoveAll(folder)
		c.Warehouse.URL, need = "embedded:"+filepath.Join(folder, "store"), warehouse.ToLoad
		for warehouse.NeedStore(config.Warehouse{URL: "embedded:" + disk}) != nil && disk != filepath.Dir(disk) {
			disk = filepath.Dir(disk) // the folder in which it will be made
		}
	}
	w, store, err := p.opener().Open(ctx, c, need, p.logger(config.Log{Level: "error"}))
	if err != nil {
		return []finding{{what: "warehouse", err: err}}
	}
	defer store.Close()
	version, err := w.Commits.EngineVersion(ctx)
	findings := []finding{{what: "warehouse engine", fine: "ClickHouse " + version, err: err}}

	tables := finding{what: "warehouse schema", fine: "as this version wants it"}
	rights := finding{what: "warehouse rights", fine: "create, insert, select and delete"}
	plan, err := w.Schema.Plan(ctx)
	tables.err = errors.Join(err, plan.Refused())
	noDatabase := len(plan.Statements) > 0 && strings.HasPrefix(plan.Statements[0], "CREATE DATABASE")
	switch {
	case noDatabase:
		tables.fine = missing
		rights.fine = "not tried: there is no database " + c.Warehouse.Database + " to try them in yet"
	case need == warehouse.ToLoad:
		tables.fine = missing
	case len(plan.Statements) > 0:
		tables.fine = fmt.Sprintf("behind this version in %d places: exporter schema apply or the next run "+
			"brings it up to date", len(plan.Statements))
	}
	if !noDatabase {
		rights.err = w.Commits.SelfTest(ctx)
	}
	findings = append(findings, tables, rights)
	if isEmbedded {
		findings = append(findings, diskSpace(disk))
	}
	return findings
}

// print prints the findings and makes an error of them when one is bad.
func (p *program) print(findings []finding) error {
	bad := 0
	for _, f := range findings {
		line := "ok    " + f.what + ": " + f.fine
		if f.err != nil {
			bad++
			line = "WRONG " + f.what + ": " + f.err.Error()
		}
		fmt.Fprintln(p.Stdout, line)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d checks are wrong", bad, len(findings))
	}
	return nil
}
