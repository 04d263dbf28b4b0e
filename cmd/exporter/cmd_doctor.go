package main

import (
	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/doctor"
)

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
			return doctor.Check(
				c.Context(),
				p.opener(),
				cfg,
				families,
				p.Stdout,
				console.StyleOf(p.Stdout, p.Environ),
				p.logger(config.Log{Level: "error"}),
			)
		},
	}
}
