package serving

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/ready"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
)

// Ready is exporter ready.
func Ready(p *program.Program) *cobra.Command {
	var flags listenFlags
	c := &cobra.Command{
		Use:   "ready",
		Short: "Say by the exit code whether the exporter of this machine is ready",
		Long: "ready asks /readyz of the serve or warehouse that listens at listen.address: for the health checks of\n" +
			"containers, which have no curl. Where none listens by the configuration, it asks the warehouse itself.\n\n" +
			"Exit codes: 0 ready; 1 not, and why; 2 wrong usage or configuration.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			cfg.Listen = flags.over(cfg.Listen)
			if cfg.Listen.Address != "" {
				return ready.Ask(c.Context(), cfg.Listen.Address, cfg.Listen.TLSCertificateFile != "")
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToRead, func(ctx context.Context, w *load.Warehouse) error {
				if _, err := w.Now(ctx); err != nil {
					return fmt.Errorf("the warehouse does not answer: %w", err)
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&flags.address, "listen", "", "ask at host:port (default listen.address)")
	return c
}
