package care

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	kinds "callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/reference"
	"callrecords/cmd/exporter/internal/tenants"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
)

// Reference is exporter reference.
func Reference(p *program.Program) *cobra.Command {
	c := &cobra.Command{
		Use:   "reference",
		Short: "What you know and Graph does not: buildings, endpoints, people, targets, failures, SIP codes",
		Long: "reference keeps data of yours beside the calls, for the views that look it up: the kinds are\n" +
			strings.Join(kinds.Names(), ", ") + ".\nThe files, with examples: docs/reference.md.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		referenceLoad(p),
		referenceList(p),
		referenceCheck(p),
		referenceRemove(p),
	)
	return c
}

// referenceLoad is exporter reference load.
func referenceLoad(p *program.Program) *cobra.Command {
	var tenant string
	var partial, dryRun bool
	c := &cobra.Command{
		Use:   "load KIND FILE",
		Short: "Put a file in force, in the place of what the tenant has of its kind",
		Long: "load reads a file and puts it in force in one step. buildings and endpoints are the very files that\n" +
			"are uploaded to the Call Quality Dashboard; the others are CSV with a header. Tabs, commas or\n" +
			"semicolons; UTF-8 or UTF-16. FILE - is standard input.\n\n" +
			"A file with lines that cannot be read loads nothing: each is named with its number, column and\n" +
			"reason, with exit code 2. With --partial the others load, and the exit code is 3.",
		Example: "  exporter reference load buildings buildings.tsv\n" +
			"  exporter reference load people --dry-run people.csv",
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: completeKind,
		RunE: func(c *cobra.Command, args []string) error {
			kind, cfg, err := referenceOf(p, args[0], &tenant)
			if err != nil {
				return err
			}
			file, err := reference.Read(kind, args[1], os.Stdin)
			file.Notes(p.Stderr)
			if err == nil && !partial {
				err = file.Refused()
			}
			if err != nil {
				return err
			}
			if dryRun {
				fmt.Fprintf(p.Stdout, "%s of tenant %s: %s rows would be in force; nothing was loaded\n",
					kind.Name, tenant, console.Count(int64(len(file.Rows))))
				return file.LeftOut(p.Stderr)
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToLoad, func(ctx context.Context, w *load.Warehouse) error {
				return reference.Load(ctx, w, file, tenant, p.Stdout, p.Stderr)
			})
		},
	}
	referenceTenant(c, &tenant)
	c.Flags().BoolVar(&partial, "partial", false, "load the lines that are right, without the others")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "read the file and say what is wrong with it; load nothing")
	return c
}

// referenceList is exporter reference list.
func referenceList(p *program.Program) *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "list",
		Short: "What is in force: kind, tenant, rows, since when, from which file",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToRead, func(ctx context.Context, w *load.Warehouse) error {
				return reference.List(ctx, w, all, p.Stdout, console.Width(p.Stdout))
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "the loads before, too, as far as they are kept")
	return c
}

// referenceCheck is exporter reference check.
func referenceCheck(p *program.Program) *cobra.Command {
	var q reference.Question
	c := &cobra.Command{
		Use:   "check",
		Short: "Networks of streams that no building has, as rows to paste into the building file",
		Long: "check prints rows of a building file for the networks (/24, and /64 of IPv6) of people's streams that\n" +
			"no building has, most streams first. It says on standard error which networks of the file are\n" +
			"inside others. Networks that are in many homes are left out.",
		Example: "  exporter reference check >> buildings.csv",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			if q.Days <= 0 || q.Most <= 0 {
				return exit.WrongUsage(fmt.Errorf("--days and --limit must be greater than zero"))
			}
			if q.Tenant, err = tenants.Of(q.Tenant, cfg); err != nil {
				return exit.WrongUsage(err)
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToRead, func(ctx context.Context, w *load.Warehouse) error {
				return reference.Check(ctx, w, q, p.Stdout, p.Stderr)
			})
		},
	}
	referenceTenant(c, &q.Tenant)
	c.Flags().IntVar(&q.Days, "days", 30, "how far back to look at streams, by the start of their call")
	c.Flags().IntVar(&q.Most, "limit", 1000, "networks to name")
	c.Flags().BoolVar(&q.Tabs, "tabs", false, "tabs between the cells, not commas")
	return c
}

// referenceRemove is exporter reference remove.
func referenceRemove(p *program.Program) *cobra.Command {
	var tenant string
	c := &cobra.Command{
		Use:               "remove KIND",
		Short:             "Take what a tenant has of a kind out of force, and forget its loads",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeKind,
		RunE: func(c *cobra.Command, args []string) error {
			kind, cfg, err := referenceOf(p, args[0], &tenant)
			if err != nil {
				return err
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToCare, func(ctx context.Context, w *load.Warehouse) error {
				return reference.Remove(ctx, w, kind, tenant, p.Stdout)
			})
		},
	}
	referenceTenant(c, &tenant)
	return c
}

// referenceTenant is the flag of whose data it is.
func referenceTenant(c *cobra.Command, tenant *string) {
	c.Flags().StringVar(tenant, "tenant", "",
		"Entra tenant that it is of (default: the configuration's, when it has one)")
}

// referenceOf is the kind of that name, the configuration, and the tenant in its place.
func referenceOf(
	p *program.Program, name string, tenant *string,
) (kind kinds.Kind, cfg config.Config, err error) {
	kind, ok := kinds.Of(name)
	if !ok {
		return kind, cfg, exit.WrongUsage(fmt.Errorf("no kind %q: there is %s", name, strings.Join(kinds.Names(), ", ")))
	}
	if cfg, err = p.Settings(config.LoadWarehouse); err != nil {
		return kind, cfg, err
	}
	if *tenant, err = tenants.Of(*tenant, cfg); err != nil {
		return kind, cfg, exit.WrongUsage(err)
	}
	return kind, cfg, nil
}

// completeKind completes the kind, and then a file.
func completeKind(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return kinds.Names(), cobra.ShellCompDirectiveNoFileComp
}
