package serving

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/build"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/listen"
	"callrecords/cmd/exporter/internal/metrics"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/systemd"
	"callrecords/load"
)

// Serve is exporter serve.
func Serve(p *program.Program) *cobra.Command {
	var flags listenFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Export now and then on the schedule of schedule.cron, until stopped",
		Long: "serve exports at once and then on schedule.cron. A run never overlaps itself: of the times that\n" +
			"pass meanwhile, one is made up for. SIGTERM ends it within schedule.grace, with the batch in hand committed;\n" +
			"a second one ends it at once. SIGHUP reads the configuration again; with mistakes in it, the old one stays.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return serve(c.Context(), p, flags) },
	}
	c.Flags().StringVar(&flags.address, "listen", "",
		"answer readers of the embedded warehouse, and operators, at host:port (default listen.address)")
	c.Flags().StringVar(&flags.passwordFile, "password-file", "",
		"file that holds the readers' password (default listen.password_file)")
	return c
}

// serve keeps the warehouse open and exports on schedule. A run that fails is
// logged and does not end it: what it left is due in the next one.
func serve(ctx context.Context, p *program.Program, flags listenFlags) error {
	cfg, err := p.Settings(config.Load)
	if err != nil {
		return err
	}
	cfg.Listen = flags.over(cfg.Listen)
	if cfg.Listen.Address != "" {
		if err := refused(listen.Check(cfg, answered(cfg))); err != nil {
			return err // before the warehouse is opened, which may have to be made
		}
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	readAgain := func() (config.Config, error) { return p.Settings(config.Load) }
	o := p.Export(cfg, "serve")
	d := &daemon{
		log:       o.Logger,
		readAgain: readAgain,
		began:     time.Now(),
		unit:      systemd.Unit{Log: o.Logger},
	} // a log that knows of the progress line
	if err := d.configure(cfg); err != nil {
		return exit.WrongUsage(err)
	}
	d.announce(ctx, cfg)
	if o.Metrics == nil {
		o.Metrics = metrics.New(build.Version()) // whoever comes for them gets them
	}
	if d.Export, err = export.Open(ctx, o); err != nil {
		return err
	}
	stop := func() error { return nil }
	if cfg.Listen.Address != "" {
		pages := pages(p, cfg, true, d.current.Load, d.process, d.Logger)
		if stop, err = startListening(ctx, cfg, d.listening(pages), d.Logger); err != nil {
			return errors.Join(err, d.Close())
		}
	}
	stopping := context.AfterFunc(ctx, func() {
		d.unit.Stopping()
		d.log.InfoContext(ctx, "stopping", "grace", d.grace())
	})
	defer stopping()
	d.unit.Ready()
	watch, unwatch := context.WithCancel(context.WithoutCancel(ctx)) // also while it ends
	defer unwatch()
	go d.unit.Watch(watch, alive(cfg.Warehouse, d.Warehouse))
	err = d.run(ctx, hangups)
	if err != nil {
		return errors.Join(err, stop()) // the run has the warehouse in its hands
	}
	return errors.Join(stop(), d.Close())
}

// alive says whether an embedded engine answers. A server that does not is no reason to
// start this process anew.
func alive(c config.Warehouse, w *load.Warehouse) func(ctx context.Context) error {
	if _, embedded := c.Embedded(); !embedded {
		return func(context.Context) error { return nil }
	}
	return func(ctx context.Context) error {
		_, err := w.Now(ctx)
		return err
	}
}

// soon is how a time is logged: UTC, or never.
func soon(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.UTC().Format(time.RFC3339)
}
