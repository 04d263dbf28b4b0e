package main

import (
	"fmt"

	"github.com/spf13/cobra"

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

// schemaPrintCommand is exporter schema print.
func (p *program) schemaPrintCommand() *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use:   "print",
		Short: "Print the tables as SQL, or as a data dictionary; needs no warehouse",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if markdown {
				_, err := fmt.Fprint(p.Stdout, schema.Dictionary(schema.CallRecords))
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
	cfg, err := p.warehouseSettings()
	if err != nil {
		return err
	}
	return p.printStatements(warehouseOn(nil, cfg.Warehouse, nil).Schema.DDL())
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
