package setup

import (
	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/doctor"
	"callrecords/cmd/exporter/internal/program"
)

// Doctor is exporter doctor.
func Doctor(p *program.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check credentials, permission, clock and warehouse: a line each, ok or what to do",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.Load)
			if err != nil {
				return err
			}
			return doctor.Check(
				c.Context(),
				p.Opener(),
				cfg,
				p.Families,
				p.Stdout,
				p.Style(),
				p.Logger(config.Log{Level: "error"}),
			)
		},
	}
}
