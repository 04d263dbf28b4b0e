// Command exporter moves Microsoft Teams call records from Microsoft Graph
// into ClickHouse.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // time zones, for a machine or an image that has no database of them

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
)

// garbage is how much memory that nobody uses any more may gather before it is looked for, in
// percent of what is used. Most of it is whole pages and batches: half of Go's default saves 70
// MB of 750 in an import, and costs no CPU that could be measured. GOGC has another say.
const garbage = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := execute(ctx, os.Args[1:], program.Program{
		Environ: os.Environ(), Stdout: os.Stdout, Stderr: os.Stderr,
	})
	stop()
	os.Exit(code)
}

// execute runs a command line and returns its exit code.
func execute(ctx context.Context, args []string, p program.Program) int {
	p.Families = families
	root := root(&p)
	root.SetArgs(args)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && !exit.IsTold(err) {
		fmt.Fprintln(p.Stderr, console.StyleOf(p.Stderr, p.Environ).Hanging("exporter: "+err.Error()))
	}
	return exit.Code(err)
}
