package main

import (
	"context"
	"fmt"
	"os"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/nearest"
	"callrecords/load/engine"

	"github.com/spf13/cobra"
)

// program is what the commands share: where they were called from. A test
// makes one with pipes.
type program struct {
	Args    []string
	Environ []string
	Stdout  *os.File
	Stderr  *os.File
	config  string // --config

	around func(engine.Engine) engine.Engine // a test's own engine around the warehouse's; nil for none
}

// execute runs a command line and returns its exit code.
func execute(ctx context.Context, p program) int {
	root := p.root()
	root.SetArgs(p.Args)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && !reported(err) {
		fmt.Fprintln(p.Stderr, console.StyleOf(p.Stderr, p.Environ).Hanging("exporter: "+err.Error()))
	}
	return exitCode(err)
}

// root is the table of contents.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "exporter",
		Short: "Move Microsoft Teams call records from Microsoft Graph into ClickHouse",
		Long: "exporter lists the call records of Microsoft Graph, fetches what is new, and loads it\n" +
			"into ClickHouse, so that each record's newest version is there whole and once.\n\n" + exitCodes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
		Args:          knownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetVersionTemplate(versions())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.PersistentFlags().StringVarP(&p.config, "config", "c", "",
		"configuration file (default $CALLRECORDS_CONFIG, else config.yaml when it is there)")
	root.AddCommand(
		p.runCommand(),
		p.serveCommand(),
		p.backfillCommand(),
		p.fetchCommand(),
		p.importCommand(),
		p.replayCommand(),
		p.archiveCommand(),
		p.verifyCommand(),
		p.explainCommand(),
		p.statusCommand(),
		p.sweepCommand(),
		p.settleCommand(),
		p.queryCommand(),
		p.referenceCommand(),
		p.warehouseCommand(),
		p.schemaCommand(),
		p.configCommand(),
		p.engineCommand(),
		p.doctorCommand(),
		p.demoCommand(),
		p.versionCommand(),
	)
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
	meant := nearest.Of(
		names,
		(len(name)+2)/3,
		func(known string) int { return nearest.Distance(name, known) },
	)
	if meant == "" {
		return fmt.Errorf("unknown command %q", name)
	}
	return fmt.Errorf("unknown command %q: did you mean %s?", name, meant)
}

// wrapArgs makes a wrong number of arguments a mistake of usage, too.
func wrapArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error { return usage(check(c, args)) }
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}
