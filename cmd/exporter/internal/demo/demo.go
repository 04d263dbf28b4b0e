// Package demo exports a simulated tenant into a warehouse, and asks it a few
// questions.
package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	kinds "callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/reference"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/extract/graphtest"
	"callrecords/load"
)

// Options say what is exported, and into which warehouse.
type Options struct {
	Data    string // folder of the embedded warehouse
	Server  string // URL of a ClickHouse server to fill instead; "" for none
	Records int    // of the simulated tenant
	Program string // as it was called
	Environ []string
	Stdout  *os.File
	Output  report.Output
	Export  func(c config.Config, command string) export.Options
}

// Run exports the simulated tenant once and asks the questions.
func Run(ctx context.Context, d Options) error {
	c, err := d.config()
	if err != nil {
		return err
	}
	o := d.Export(c, "demo")
	began, err := since(ctx, o)
	if err != nil {
		return err
	}
	tenant := graphtest.New(graphtest.Options{
		Records: d.Records, Days: 14, LargeSessions: 150,
		PstnCalls: d.Records / 4, DirectRoutingCalls: d.Records, PhoneDays: 14,
		Now: func() time.Time { return began }, Date: time.Now,
	})
	graph, err := graphtest.Start(ctx, tenant, "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("simulated tenant: %w", err)
	}
	defer graph.Close()
	o.Config.Tenants, o.Transport = simulated(graph.URL), graph.Client().Transport
	x, err := export.Open(ctx, o)
	if err != nil {
		return err
	}
	outcomes, err := x.Once(ctx)
	d.Output.Exported(outcomes)
	if err == nil {
		err = d.loadReference(ctx, x.Warehouse)
	}
	if err == nil {
		err = ask(ctx, d.Stdout, x.Warehouse, c.Warehouse.Database)
		if err == nil {
			fmt.Fprintln(d.Stdout, "Ask on:\n  "+d.askOn()+"\n\nSee where the trouble is, in a browser:\n  "+d.lookOn())
		}
	}
	return errors.Join(err, x.Close())
}

// loadReference loads the simulated tenant's files of buildings and of border controllers, as
// exporter reference does.
func (d Options) loadReference(ctx context.Context, w *load.Warehouse) error {
	for _, f := range []struct {
		kind       kinds.Kind
		name, text string
	}{
		{kinds.Buildings(), "buildings.tsv", graphtest.Buildings()},
		{kinds.Trunks(), "trunks.csv", graphtest.Trunks()},
	} {
		file, err := reference.Read(f.kind, "-", strings.NewReader(f.text))
		if err != nil {
			return err
		}
		file.Name = f.name
		if err := reference.Load(ctx, w, file, graphtest.DefaultTenantID, d.Stdout, d.Stdout); err != nil {
			return err
		}
	}
	return nil
}

// config is the configuration that a user would write, without the tenants.
func (d Options) config() (config.Config, error) {
	c := config.Default()
	c.Log.Level = "warn"
	c.Export.QuotaShare = 1 // nobody else asks this tenant
	if d.Server == "" {
		c.Warehouse.URL = "embedded:" + d.Data
		return c, nil
	}
	environ := append(slices.Clip(d.Environ), "CALLRECORDS_WAREHOUSE_URL="+d.Server)
	served, err := config.LoadWarehouse("", environ)
	c.Warehouse = served.Warehouse
	return c, err
}

// askOn is a command line that can be pasted.
func (d Options) askOn() string {
	return d.line(`query "SELECT type, count() FROM records GROUP BY type"`)
}

// lookOn is the one that opens the pages.
func (d Options) lookOn() string { return d.line("dashboard") }

// line is a command line on the demo's warehouse.
func (d Options) line(command string) string {
	line := d.Program + " " + command
	switch {
	case d.Server != "":
		line = "CALLRECORDS_WAREHOUSE_URL=" + quoted(d.Server) + " \\\n  " + line
	case filepath.Clean(d.Data) != "data":
		line = "CALLRECORDS_WAREHOUSE_URL=" + quoted("embedded:"+d.Data) + " \\\n  " + line
	}
	return line
}

// quoted is a word of a shell.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// simulated is the simulated tenant as a user would configure it.
func simulated(graphURL string) []config.Tenant {
	return []config.Tenant{{
		TenantID:  graphtest.DefaultTenantID,
		Cloud:     config.CloudCustom,
		GraphRoot: graphURL,
		Authority: graphURL,
		Auth: config.Auth{
			Method: config.MethodClientSecret, ClientID: graphtest.DefaultClientID,
			ClientSecret: graphtest.DefaultClientSecret,
		},
	}}
}
