package serving

import (
	"cmp"
	"context"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/build"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/dashboard"
	"callrecords/cmd/exporter/internal/listen"
	"callrecords/cmd/exporter/internal/metrics"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/statuspage"
	"callrecords/cmd/exporter/internal/warehouse"
)

// defaultAddress is where exporter warehouse listens unless told otherwise:
// ClickHouse's own port, on this machine only.
const defaultAddress = "127.0.0.1:8123"

// Warehouse is exporter warehouse.
func Warehouse(p *program.Program) *cobra.Command {
	var flags listenFlags
	var writable bool
	c := &cobra.Command{
		Use:   "warehouse",
		Short: "Serve the embedded warehouse to Grafana, DBeaver, curl and ClickHouse clients",
		Long: "warehouse serves the embedded warehouse over ClickHouse's HTTP interface, to be read, until it is\n" +
			"stopped. One process holds a store: while exporter serve runs, have that listen (serve --listen).\n" +
			"The bounds on what readers may take are listen.max_time and its neighbours in the configuration.\n" +
			"An address that other machines reach wants a password.",
		Example: "  exporter warehouse\n" +
			"  curl 'http://127.0.0.1:8123/?query=SELECT+count()+FROM+records'",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			cfg.Listen = flags.over(cfg.Listen)
			cfg.Listen.Address = cmp.Or(cfg.Listen.Address, defaultAddress)
			return serveStore(c.Context(), p, cfg, writable)
		},
	}
	c.Flags().StringVar(&flags.address, "listen", "",
		"host:port (default listen.address, else "+defaultAddress+")")
	c.Flags().StringVar(&flags.passwordFile, "password-file", "",
		"file that holds the password (default listen.password_file)")
	c.Flags().BoolVar(&writable, "writable", false,
		"let clients do all that this process may: write, and read the files of this machine; wants a password")
	return c
}

// serveStore serves the store until it is told to stop.
func serveStore(ctx context.Context, p *program.Program, c config.Config, writable bool) error {
	if err := warehouse.NeedStore(c.Warehouse); err != nil {
		return err
	}
	log := p.Logger(c.Log)
	process := statuspage.Process{Command: "warehouse", Version: build.Version(), Since: time.Now()}
	stop, err := startListening(ctx, c, listen.Options{Writable: writable, Operator: listen.Operator{
		Metrics: metrics.New(build.Version()).Handler(), Home: dashboard.Path, Style: dashboard.Style(),
		Pages: pages(p, c, true, func() *config.Config { return &c },
			func() statuspage.Process { return process }, log),
	}}, log)
	if err != nil {
		return err
	}
	<-ctx.Done()
	return stop()
}
