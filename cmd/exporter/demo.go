package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/extract/graphtest"
	"callrecords/load"
)

// demo is what exporter demo is made with.
type demo struct {
	data    string
	records int
}

// demoCommand is exporter demo.
func (p *program) demoCommand() *cobra.Command {
	var d demo
	c := &cobra.Command{
		Use:   "demo",
		Short: "Export a simulated tenant into an embedded warehouse, and ask it three questions",
		Long: "demo starts a simulated Microsoft Graph in this process (real HTTPS, tokens, pages and limits),\n" +
			"exports it into an embedded ClickHouse, and answers three questions from the rows. Run again, it\n" +
			"finds nothing new. Then ask on: exporter query \"SELECT …\".",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.demo(c.Context(), d) },
	}
	c.Flags().StringVar(&d.data, "data", "./data", "folder of the embedded warehouse")
	c.Flags().IntVar(&d.records, "records", 600, "call records of the simulated tenant")
	return c
}

// demo exports the simulated tenant once and asks the questions.
func (p *program) demo(ctx context.Context, d demo) error {
	since, err := d.since(time.Now())
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
	x, closeEngine, err := p.newExport(ctx, d.config(graph.URL), "demo", graph.Client().Transport)
	if err != nil {
		return err
	}
	outcomes, err := x.once(ctx)
	p.summary(outcomes)
	if err == nil {
		err = p.questions(ctx, x.warehouse)
	}
	return errors.Join(err, closeEngine())
}

// config is the configuration that a user would write for the simulated tenant.
func (d demo) config(graphURL string) config.Config {
	c := config.Default()
	c.Warehouse.URL = "embedded:" + d.data
	c.Log.Level = "warn"
	c.Export.QuotaShare = 1 // nobody else asks this tenant
	c.Tenants = []config.Tenant{{
		TenantID: graphtest.DefaultTenantID, Cloud: config.CloudCustom, GraphRoot: graphURL, Authority: graphURL,
		Auth: config.Auth{
			Method: config.MethodClientSecret, ClientID: graphtest.DefaultClientID, ClientSecret: graphtest.DefaultClientSecret,
		},
	}}
	return c
}

// since is when the demo first ran on this folder. The tenant's time stands
// still there, so that a second run finds the same calls.
func (d demo) since(now time.Time) (time.Time, error) {
	file := filepath.Join(d.data, "demo-since")
	text, err := os.ReadFile(file)
	if err == nil {
		at, err := time.Parse(time.RFC3339, string(text))
		if err != nil {
			return at, fmt.Errorf("%s: %w; remove the folder to begin again", file, err)
		}
		return at, nil
	}
	if err := os.MkdirAll(d.data, 0o700); err != nil {
		return now, fmt.Errorf("demo: %w; choose another folder with --data", err)
	}
	now = now.UTC().Truncate(time.Second)
	return now, os.WriteFile(file, []byte(now.Format(time.RFC3339)), 0o600)
}

// questions asks what an analyst would, and shows the SQL.
func (p *program) questions(ctx context.Context, w *load.Warehouse) error {
	for _, q := range questions {
		fmt.Fprintf(p.Stdout, "%s\n\n%s\n\n", q.title, q.sql)
		if err := p.answer(ctx, w, q.sql); err != nil {
			return err
		}
	}
	fmt.Fprintln(p.Stdout, `Ask on: exporter query "SELECT …"`)
	return nil
}
