package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/engine"
)

// formats are the names that --format knows, and ClickHouse's for them. Other
// names are passed on: ClickHouse has many more.
var formats = map[string]string{
	"table": "PrettyCompactMonoBlock",
	"tsv":   "TSV",
	"csv":   "CSVWithNames",
	"json":  "JSONEachRow",
}

// queryCommand is exporter query.
func (p *program) queryCommand() *cobra.Command {
	var format string
	var write, header bool
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
			cfg, err := p.settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			if header {
				if format != "" && !strings.EqualFold(format, "tsv") {
					return usage(fmt.Errorf("--header goes with --format tsv, not %s", format))
				}
				format = "TSVWithNames"
			}
			sql, err := statement(args, os.Stdin)
			if err != nil {
				return usage(err)
			}
			return p.query(c.Context(), cfg, sql, format, write)
		},
	}
	c.Flags().StringVarP(
		&format,
		"format",
		"f",
		"",
		"table, tsv, csv, json (an array of objects), or a format of ClickHouse\n"+
			"(default table on a terminal, else tsv)",
	)
	c.Flags().BoolVar(&header, "header", false, "a line of names above tab-separated values")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(
		slices.Sorted(
			maps.Keys(formats),
		),
		cobra.ShellCompDirectiveNoFileComp,
	)) // fails for an unknown flag only
	c.Flags().BoolVar(&write, "write", false, "let the statement write: INSERT, ALTER, DROP and all others")
	return c
}

// statement is the one of the arguments, or of standard input.
func statement(args []string, stdin *os.File) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		return args[0], nil
	}
	if len(args) == 0 && console.Terminal(stdin) {
		return "", errors.New("the statement is missing: give it as an argument, or on standard input")
	}
	text, err := standardInput(stdin)
	return string(text), err
}

// query opens the warehouse, asks, and prints.
func (p *program) query(ctx context.Context, c config.Config, sql, format string, write bool) error {
	if err := readsOnly(sql); err != nil && !write {
		return err
	}
	if err := warehouse.NeedStore(c.Warehouse); err != nil {
		return err
	}
	store, err := warehouse.OpenEngine(ctx, c, c.Warehouse.Database, !write, p.logger(c.Log))
	if err != nil {
		if engine.IsCode(err, proto.ErrUnknownDatabase) {
			err = fmt.Errorf("%w; exporter run makes the database", err)
		}
		return shortened(err)
	}
	// A reader may lack the rights to see the schema; that is no reason not to ask.
	if w, err := p.opener().On(store, c, p.logger(c.Log)); err == nil {
		_ = p.opener().CheckSchema(ctx, w, warehouse.ToRead)
	}
	show := p.show
	if strings.EqualFold(format, "json") {
		show = p.showArray
	}
	ask := store.Query
	if !write {
		ask = readingQuery(store, c.Warehouse.Database)
	}
	return errors.Join(p.ask(ctx, ask, sql, p.format(format), show), store.Close())
}

// format is ClickHouse's name for a format, the fitting one when none is named.
func (p *program) format(name string) string {
	if name == "" && console.Terminal(p.Stdout) {
		name = "table"
	}
	name = cmp.Or(name, "tsv")
	return cmp.Or(formats[strings.ToLower(name)], name)
}

// ask runs one statement and shows its result.
func (p *program) ask(
	ctx context.Context, ask queryFunc, sql, format string, show func(io.Reader) error,
) error {
	result, err := ask(ctx, strings.TrimRight(strings.TrimSpace(sql), "; \n\t"), format)
	if err != nil {
		return fmt.Errorf("query: %w", shortened(err))
	}
	return errors.Join(show(result), result.Close())
}

// show prints a result as it is.
func (p *program) show(result io.Reader) error {
	_, err := io.Copy(p.Stdout, result)
	return err
}

// showArray prints a result as one JSON document.
func (p *program) showArray(result io.Reader) error { return jsonArray(p.Stdout, result) }

// jsonArray makes one JSON document of rows that come one a line.
func jsonArray(w io.Writer, rows io.Reader) error {
	lines := bufio.NewReader(rows)
	before := "["
	for {
		line, err := lines.ReadString('\n')
		if row := strings.TrimSpace(line); row != "" {
			if _, err := io.WriteString(w, before+row); err != nil {
				return err
			}
			before = ",\n"
		}
		if errors.Is(err, io.EOF) {
			_, err = io.WriteString(w, strings.TrimSuffix(before, ",\n")+"]\n")
			return err
		}
		if err != nil {
			return err
		}
	}
}
