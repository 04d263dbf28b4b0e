package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/build"
	"callrecords/cmd/exporter/internal/command/asking"
	"callrecords/cmd/exporter/internal/command/care"
	"callrecords/cmd/exporter/internal/command/loading"
	"callrecords/cmd/exporter/internal/command/serving"
	"callrecords/cmd/exporter/internal/command/setup"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/nearest"
	"callrecords/cmd/exporter/internal/program"
)

// commands are the table of contents: each is a function with the flags, the help and one
// call of what does the work.
func commands(p *program.Program) []*cobra.Command {
	return []*cobra.Command{
		loading.Run(p),
		serving.Serve(p),
		loading.Backfill(p),
		loading.Fetch(p),
		loading.Import(p),
		loading.Replay(p),
		loading.Archive(p),
		asking.Verify(p),
		asking.Explain(p),
		asking.Status(p),
		care.Sweep(p),
		care.Settle(p),
		asking.Query(p),
		serving.Dashboard(p),
		care.Reference(p),
		serving.Warehouse(p),
		serving.Ready(p),
		care.Schema(p),
		setup.Config(p),
		setup.Engine(p),
		setup.Doctor(p),
		setup.Demo(p),
		setup.Version(p),
		setup.Man(),
	}
}

// root is the program itself: what holds for all commands.
func root(p *program.Program) *cobra.Command {
	root := &cobra.Command{
		Use:   "exporter",
		Short: "Move Microsoft Teams call records from Microsoft Graph into ClickHouse",
		Long: "exporter lists the call records of Microsoft Graph, fetches what is new, and loads it\n" +
			"into ClickHouse, so that each record's newest version is there whole and once.\n\n" + exit.Codes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       build.Version(),
		Args:          knownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetVersionTemplate(build.Versions())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return exit.WrongUsage(err) })
	root.PersistentFlags().StringVarP(&p.ConfigFile, "config", "c", "",
		"configuration file (default $CALLRECORDS_CONFIG, else config.yaml when it is there)")
	root.AddCommand(commands(p)...)
	wrapArgs(root)
	return root
}

// knownCommand refuses what is no command, with the one that was most likely meant.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	name := args[0]
	meant := nearest.Of(names, (len(name)+2)/3,
		func(known string) int { return nearest.Distance(name, known) })
	if meant == "" {
		return fmt.Errorf("unknown command %q", name)
	}
	return fmt.Errorf("unknown command %q: did you mean %s?", name, meant)
}

// wrapArgs makes a wrong number of arguments a mistake of usage, too.
func wrapArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error { return exit.WrongUsage(check(c, args)) }
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}
