package asking

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/query"
	"callrecords/cmd/exporter/internal/stdin"
)

// Query is exporter query.
func Query(p *program.Program) *cobra.Command {
	var q query.Question
	var header bool
	c := &cobra.Command{
		Use:   "query [SQL]",
		Short: "Ask the warehouse",
		Long: "query runs one statement in the warehouse's database and prints the result: a table on a\n" +
			"terminal, tab-separated values in a pipe. The tables are records, participants, sessions,\n" +
			"segments and streams; audit lists what is wrong and must be empty. SQL - reads standard input, and so\n" +
			"does no SQL where standard input is no terminal. TSV has no line of names, so that other programs take\n" +
			"it as it is; --header adds one.\n" +
			"It only reads; with --write it does all that the user of the warehouse may.",
		Example: "  exporter query \"SELECT type, count() FROM records GROUP BY type\"\n" +
			"  exporter query --format csv \"SELECT * FROM streams LIMIT 10\"\n" +
			"  exporter query --header < report.sql > report.tsv",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			if header {
				if q.Format != "" && !strings.EqualFold(q.Format, "tsv") {
					return exit.WrongUsage(fmt.Errorf("--header goes with --format tsv, not %s", q.Format))
				}
				q.Format = "TSVWithNames"
			}
			q.SQL, err = statement(args, os.Stdin)
			if err == nil && !q.Write {
				err = query.ReadsOnly(q.SQL)
			}
			if err != nil {
				return exit.WrongUsage(err)
			}
			q.Config, q.Opener, q.Stdout, q.Logger = cfg, p.Opener(), p.Stdout, p.Logger(cfg.Log)
			return query.Print(c.Context(), q)
		},
	}
	c.Flags().StringVarP(&q.Format, "format", "f", "",
		"table, tsv, csv, json (an array of objects), or a format of ClickHouse\n"+
			"(default table on a terminal, else tsv)")
	c.Flags().BoolVar(&header, "header", false, "a line of names above tab-separated values")
	_ = c.RegisterFlagCompletionFunc("format", // fails for an unknown flag only
		cobra.FixedCompletions(query.Formats(), cobra.ShellCompDirectiveNoFileComp))
	c.Flags().BoolVar(&q.Write, "write", false, "let the statement write: INSERT, ALTER, DROP and all others")
	return c
}

// statement is the one of the arguments, or of standard input.
func statement(args []string, in *os.File) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		return args[0], nil
	}
	if len(args) == 0 && console.Terminal(in) {
		return "", errors.New("the statement is missing: give it as an argument, or on standard input")
	}
	text, err := stdin.Read(in)
	return string(text), err
}
