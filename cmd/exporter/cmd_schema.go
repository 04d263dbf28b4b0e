package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"callrecords/analysis"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// schemaCommand is exporter schema.
func (p *program) schemaCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "schema",
		Short: "The tables of the warehouse",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(p.schemaPlanCommand(), p.schemaApplyCommand(), p.schemaPrintCommand())
	return c
}

// schemaPlanCommand is exporter schema plan.
func (p *program) schemaPlanCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "plan",
		Short: "Print what the warehouse lacks, as SQL, and touch nothing",
		Long: "plan compares the tables that are there with those that this version wants, and prints the\n" +
			"statements that add what is missing. Nothing is ever dropped or changed: a column of another\n" +
			"type, another sort key or engine is refused by name, with the way out, and exit code 1.\n" +
			"Rows from before a new column hold its default until exporter replay fills them.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			plan, err := p.planned(c.Context(), warehouse.Opener.Plan)
			if err != nil {
				return err
			}
			return p.printPlan(plan, "exporter schema apply executes them")
		},
	}
}

// schemaApplyCommand is exporter schema apply.
func (p *program) schemaApplyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "apply",
		Short: "Make what the warehouse lacks: what a fresh plan says",
		Long: "apply plans afresh and executes the plan, unless something is refused. It records what it did\n" +
			"in the table schema_versions. Several may run at once. Every run of the exporter does the same\n" +
			"when it starts; use apply to do it by hand, with a user that may.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			plan, err := p.planned(c.Context(), warehouse.Opener.Apply)
			if err != nil {
				return err
			}
			return p.printPlan(plan, "executed")
		},
	}
}

// planned is a plan that was made or executed on the configured warehouse.
func (p *program) planned(
	ctx context.Context,
	do func(warehouse.Opener, context.Context, config.Config, *slog.Logger) (ddl.Plan, error),
) (ddl.Plan, error) {
	cfg, err := p.settings(config.LoadWarehouse)
	if err != nil {
		return ddl.Plan{}, err
	}
	return do(p.opener(), ctx, cfg, p.logger(cfg.Log))
}

// printPlan prints the statements, and what is said about them as comments, so
// that all of it is a script. Refusals are the error.
func (p *program) printPlan(plan ddl.Plan, what string) error {
	if err := p.printStatements(plan.Statements); err != nil {
		return err
	}
	for _, note := range plan.Notes {
		fmt.Fprintln(p.Stdout, "-- note:", note)
	}
	for _, left := range plan.Left {
		fmt.Fprintln(p.Stdout, "-- a view for analysts is not made:", left)
	}
	switch {
	case len(plan.Refusals) > 0:
		what = "none is executed before what is refused is out of the way"
	case len(plan.Statements) == 0:
		what = "nothing to do"
	}
	fmt.Fprintf(p.Stdout, "-- %d statements; %s\n", len(plan.Statements), what)
	return plan.Refused()
}

// schemaPrintCommand is exporter schema print.
func (p *program) schemaPrintCommand() *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use:   "print",
		Short: "Print the tables as SQL, or as a data dictionary; needs no warehouse",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if markdown {
				views, err := analysis.Views(analysis.Options{})
				if err == nil {
					_, err = fmt.Fprint(p.Stdout, schema.Dictionary(familyList(), views))
				}
				return err
			}
			return p.printDDL()
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "print the data dictionary")
	return c
}

// printDDL prints every statement that makes the warehouse.
func (p *program) printDDL() error {
	cfg, err := p.settings(config.LoadWarehouse)
	if err != nil {
		return err
	}
	w, err := p.opener().On(nil, cfg, nil)
	if err != nil {
		return err
	}
	return p.printStatements(w.Schema.DDL())
}

// printStatements prints SQL that a client can be given as a script.
func (p *program) printStatements(statements []string) error {
	for _, statement := range statements {
		if _, err := fmt.Fprintf(p.Stdout, "%s;\n\n", statement); err != nil {
			return err
		}
	}
	return nil
}
