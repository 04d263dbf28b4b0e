package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/extract/graphtest"
	"callrecords/load"
)

// demo is what exporter demo is made with.
type demo struct {
	data      string
	warehouse string
	records   int
}

// demoCommand is exporter demo.
func (p *program) demoCommand() *cobra.Command {
	var d demo
	c := &cobra.Command{
		Use:   "demo",
		Short: "Export a simulated tenant into a warehouse, and ask it three questions",
		Long: "demo starts a simulated Microsoft Graph in this process (real HTTPS, tokens, pages and limits),\n" +
			"exports it into an embedded ClickHouse, and answers three questions from the rows. Run again, it\n" +
			"finds nothing new. Then ask on: exporter query \"SELECT …\".\n\n" +
			"With --warehouse the rows go to a ClickHouse server. Its database, user, password and certificates\n" +
			"come from the CALLRECORDS_WAREHOUSE_ variables, its URL never does: the demo's rows belong into no\n" +
			"warehouse that it was not pointed to.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if d.warehouse != "" && c.Flags().Changed("data") {
				return usage(errors.New("--data and --warehouse exclude one another"))
			}
			return p.demo(c.Context(), d)
		},
	}
	c.Flags().StringVar(&d.data, "data", "./data", "folder of the embedded warehouse")
	c.Flags().StringVar(
		&d.warehouse,
		"warehouse",
		"",
		"URL of a ClickHouse server to fill instead, such as http://127.0.0.1:8123",
	)
	c.Flags().IntVar(&d.records, "records", 600, "call records of the simulated tenant")
	return c
}

// demo exports the simulated tenant once and asks the questions.
func (p *program) demo(ctx context.Context, d demo) error {
	c, err := d.config(p.Environ)
	if err != nil {
		return err
	}
	since, err := p.demoSince(ctx, c)
	if err != nil {
		return err
	}
	tenant := graphtest.New(graphtest.Options{
		Records: d.records, Days: 14, LargeSessions: 150,
		Now: func() time.Time { return since },
	})
	graph, err := graphtest.Start(ctx, tenant, "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("simulated tenant: %w", err)
	}
	defer graph.Close()
	c.Tenants = simulated(graph.URL)
	o := p.export(c, "demo")
	o.Transport = graph.Client().Transport
	x, err := export.Open(ctx, o)
	if err != nil {
		return err
	}
	outcomes, err := x.Once(ctx)
	report.Summary(p.Stdout, o.Opener.Families, outcomes)
	if err == nil {
		err = p.questions(ctx, x.Warehouse, c.Warehouse.Database)
	}
	return errors.Join(err, x.Close())
}

// config is the configuration that a user would write, without the tenants.
func (d demo) config(environ []string) (config.Config, error) {
	c := config.Default()
	c.Log.Level = "warn"
	c.Export.QuotaShare = 1 // nobody else asks this tenant
	if d.warehouse == "" {
		c.Warehouse.URL = "embedded:" + d.data
		return c, nil
	}
	served, err := config.LoadWarehouse(
		"",
		append(slices.Clip(environ), "CALLRECORDS_WAREHOUSE_URL="+d.warehouse),
	)
	c.Warehouse = served.Warehouse
	return c, err
}

// simulated is the simulated tenant as a user would configure it.
func simulated(graphURL string) []config.Tenant {
	return []config.Tenant{{
		TenantID: graphtest.DefaultTenantID, Cloud: config.CloudCustom, GraphRoot: graphURL, Authority: graphURL,
		Auth: config.Auth{
			Method: config.MethodClientSecret, ClientID: graphtest.DefaultClientID, ClientSecret: graphtest.DefaultClientSecret,
		},
	}}
}

// questions asks what an analyst would, and shows the SQL.
func (p *program) questions(ctx context.Context, w *load.Warehouse, database string) error {
	for _, q := range questions {
		sql := strings.ReplaceAll(q.sql, config.Default().Warehouse.Database+".", database+".")
		fmt.Fprintf(p.Stdout, "%s\n\n%s\n\n", q.title, sql)
		if err := p.answer(ctx, w, sql); err != nil {
			return err
		}
	}
	fmt.Fprintln(p.Stdout, `Ask on: exporter query "SELECT …"`)
	return nil
}
