package serving

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/build"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/dashboard"
	"callrecords/cmd/exporter/internal/listen"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/statuspage"
	"callrecords/cmd/exporter/internal/warehouse"
)

// dashboardAddress is where exporter dashboard listens unless told otherwise: on this
// machine only, beside the port of ClickHouse's interface.
const dashboardAddress = "127.0.0.1:8124"

// Dashboard is exporter dashboard.
func Dashboard(p *program.Program) *cobra.Command {
	var flags listenFlags
	c := &cobra.Command{
		Use:   "dashboard",
		Short: "Show the warehouse as pages for a browser, until stopped",
		Long: "dashboard shows how good the calls are, where they are poor, and why, as pages for a browser. It only\n" +
			"reads: an embedded store that another process holds is read through that one. While it holds a store\n" +
			"itself, others can read and none can write; where serve runs, serve --listen has the same pages.\n" +
			"An address that other machines reach wants a password.",
		Example: "  exporter dashboard\n" +
			"  exporter dashboard --listen 0.0.0.0:8124 --password-file /run/secrets/dashboard",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			cfg.Listen.Address = "" // serve's; the password and the certificate are as good here
			cfg.Listen = flags.over(cfg.Listen)
			cfg.Listen.Address = cmp.Or(cfg.Listen.Address, dashboardAddress)
			return showPages(c.Context(), p, cfg)
		},
	}
	c.Flags().StringVar(&flags.address, "listen", "", "host:port (default "+dashboardAddress+")")
	c.Flags().StringVar(&flags.passwordFile, "password-file", "",
		"file that holds the password (default listen.password_file)")
	return c
}

// showPages shows the pages until it is told to stop.
func showPages(ctx context.Context, p *program.Program, c config.Config) error {
	if err := warehouse.NeedStore(c.Warehouse); err != nil {
		return err
	}
	log := p.Logger(c.Log)
	process := statuspage.Process{Command: "dashboard", Version: build.Version(), Since: time.Now()}
	stop, err := startListening(ctx, c, listen.Options{PagesOnly: true, Operator: listen.Operator{
		Home: dashboard.Path, Style: dashboard.Style(),
		Pages: pages(p, c, false, func() *config.Config { return &c },
			func() statuspage.Process { return process }, log),
		Listening: func(url string) { fmt.Fprintf(p.Stdout, "Open %s%s (Ctrl-C ends it)\n", url, dashboard.Path) },
	}}, log)
	if err != nil {
		return err
	}
	<-ctx.Done()
	return stop()
}
