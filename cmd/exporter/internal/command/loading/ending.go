package loading

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/report"
)

// ending is how a command that loads records tells what it did: a summary on standard
// output, the last line of the log, and the message of a container that has ended.
type ending struct {
	json        bool   // --json
	termination string // --termination-log

	command  string
	log      *slog.Logger // nil until the configuration is read
	print    func(report.Output, []report.Outcome)
	outcomes []report.Outcome
	ids      []report.Asked // what became of each id, where records are asked for by id
}

// endingFlags adds the flags that such commands share.
func endingFlags(c *cobra.Command, e *ending) {
	c.Flags().BoolVar(&e.json, "json", false,
		"print one JSON document in place of the tables (docs/summary.md has its keys)")
	c.Flags().StringVar(&e.termination, "termination-log", "",
		"file for the message of a container that has ended (default "+report.TerminationLog+" where it is there)")
}

// tell does the work and tells what became of it. Where nobody watches, an error is in
// the log's last line, and is not printed again.
func tell(ctx context.Context, p *program.Program, e *ending, work func() error) error {
	err := report.Stopped(ctx, work())
	code := exit.Code(err)
	d := report.NewDocument(e.command, code, e.outcomes, err)
	d.IDs = e.ids
	switch {
	case e.json:
		_ = d.Write(p.Stdout) // gone: the work is done all the same
	case e.print != nil:
		e.print(p.Output(), e.outcomes)
	}
	if failed := d.Terminate(e.termination); failed != nil {
		fmt.Fprintln(p.Stderr, "exporter: --termination-log:", failed)
	}
	if e.log == nil || code == exit.Usage || console.Terminal(p.Stderr) {
		return err
	}
	d.Log(context.WithoutCancel(ctx), e.log)
	return exit.Told(err)
}
