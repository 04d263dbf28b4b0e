package care

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"callrecords/analysis"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// Schema is exporter schema.
func Schema(p *program.Program) *cobra.Command {
	c := &cobra.Command{
		Use:   "schema",
		Short: "The tables of the warehouse",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(schemaPlan(p), schemaApply(p), schemaPrint(p))
	return c
}

// schemaPlan is exporter schema plan.
func schemaPlan(p *program.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "plan",
		Short: "Print what the warehouse lacks, as SQL, and touch nothing",
		Long: "plan compares the tables that are there with those that this version wants, and prints the\n" +
			"statements that add what is missing. Nothing is ever dropped or changed: a column of another\n" +
			"type, another sort key or engine is refused by name, with the way out, and exit code 1.\n" +
			"Rows from before a new column hold its default until exporter replay fills them.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			plan, err := planned(c.Context(), p, warehouse.Opener.Plan)
			if err != nil {
				return err
			}
			return printPlan(p.Stdout, plan, "exporter schema apply executes them")
		},
	}
}

// schemaApply is exporter schema apply.
func schemaApply(p *program.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "apply",
		Short: "Make what the warehouse lacks: what a fresh plan says",
		Long: "apply plans afresh and executes the plan, unless something is refused. It records what it did\n" +
			"in the table schema_versions. Several may run at once. Every run of the exporter does the same\n" +
			"when it starts; use apply to do it by hand, with a user that may.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			plan, err := planned(c.Context(), p, warehouse.Opener.Apply)
			if err != nil {
				return err
			}
			return printPlan(p.Stdout, plan, "executed")
		},
	}
}

// planned is a plan that was made or executed on the configured warehouse.
func planned(
	ctx context.Context, p *program.Program,
	do func(warehouse.Opener, context.Context, config.Config, *slog.Logger) (ddl.Plan, error),
) (ddl.Plan, error) {
	cfg, err := p.Settings(config.LoadWarehouse)
	if err != nil {
		return ddl.Plan{}, err
	}
	return do(p.Opener(), ctx, cfg, p.Logger(cfg.Log))
}

// printPlan prints the statements, and what is said about them as comments, so
// that all of it is a script. Refusals are the error.
func printPlan(out io.Writer, plan ddl.Plan, what string) error {
	if err := printStatements(out, plan.Statements); err != nil {
		return err
	}
	for _, note := range plan.Notes {
		fmt.Fprintln(out, "-- note:", note)
	}
	for _, left := range plan.Left {
		fmt.Fprintln(out, "-- a view for analysts is not made:", left)
	}
	switch {
	case len(plan.Refusals) > 0:
		what = "none is executed before what is refused is out of the way"
	case len(plan.Statements) == 0:
		what = "nothing to do"
	}
	fmt.Fprintf(out, "-- %d statements; %s\n", len(plan.Statements), what)
	return plan.Refused()
}

// schemaPrint is exporter schema print.
func schemaPrint(p *program.Program) *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use:   "print",
		Short: "Print the tables as SQL, or as a data dictionary; needs no warehouse",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if markdown {
				views, err := analysis.Views(analysis.Options{})
				if err == nil {
					_, err = fmt.Fprint(p.Stdout, schema.Dictionary(p.FamilyList(), views))
				}
				return err
			}
			return printDDL(p)
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "print the data dictionary")
	return c
}

// printDDL prints every statement that makes the warehouse.
func printDDL(p *program.Program) error {
	cfg, err := p.Settings(config.LoadWarehouse)
	if err != nil {
		return err
	}
	w, err := p.Opener().On(nil, cfg, nil)
	if err != nil {
		return err
	}
	return printStatements(p.Stdout, w.Schema.DDL())
}

// printStatements prints SQL that a client can be given as a script.
func printStatements(out io.Writer, statements []string) error {
	for _, statement := range statements {
		if _, err := fmt.Fprintf(out, "%s;\n\n", statement); err != nil {
			return err
		}
	}
	return nil
}
