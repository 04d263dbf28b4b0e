package setup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/library"
	"callrecords/cmd/exporter/internal/program"
)

// Engine is exporter engine.
func Engine(p *program.Program) *cobra.Command {
	c := &cobra.Command{
		Use:   "engine",
		Short: "Where the embedded engine's library is looked for, and what is there; install gets it",
		Long: "engine says where libchdb is looked for and what is there. Only an embedded warehouse needs it.\n\n" +
			"Exit codes: 0 one is there that is loaded; 1 none is.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return library.Show(c.Context(), p.Stdout) },
	}
	c.AddCommand(engineInstall(p))
	return c
}

// engineInstall is exporter engine install.
func engineInstall(p *program.Program) *cobra.Command {
	var registry string
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "install",
		Short: "Get the embedded engine's library from npm's registry, checked against its pinned checksums",
		Long: "install gets libchdb in the version that this program was tested with, into the cache folder of this\n" +
			"user (XDG_CACHE_HOME). It puts the file in place only when all of it is there and is what is pinned,\n" +
			"and starts over the next time otherwise. One that is there as released is left alone. npm is not\n" +
			"needed; its variables count: npm_config_registry, npm_config_https_proxy, HTTPS_PROXY, npm_config_cafile.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if timeout <= 0 {
				return exit.WrongUsage(errors.New("--timeout is not above zero"))
			}
			ctx, cancel := context.WithTimeoutCause(c.Context(), timeout,
				fmt.Errorf("it took longer than --timeout, %s", timeout))
			defer cancel()
			return library.Install(ctx, registry, p.Environ, p.Stdout, p.Stderr)
		},
	}
	c.Flags().
		StringVar(&registry, "registry", "", "URL of npm's registry or a copy of it (default that of npm)")
	c.Flags().DurationVar(&timeout, "timeout", 30*time.Minute, "how long it may take")
	return c
}
