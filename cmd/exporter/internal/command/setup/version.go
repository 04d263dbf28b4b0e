package setup

import (
	"fmt"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/build"
	"callrecords/cmd/exporter/internal/program"
)

// Version is exporter version.
func Version(p *program.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program, of Go and of the embedded engine",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(p.Stdout, build.Versions())
			return err
		},
	}
}
