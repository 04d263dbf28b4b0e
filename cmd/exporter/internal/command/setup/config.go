package setup

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
)

// Config is exporter config.
func Config(p *program.Program) *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Write a first configuration, check one, or print what is in force",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(configInit(p), configCheck(p), configPrint(p))
	return c
}

// configInit is exporter config init.
func configInit(p *program.Program) *cobra.Command {
	var first config.First
	c := &cobra.Command{
		Use:   "init",
		Short: "Write a first configuration file, with comments",
		Long: "init writes config.yaml, or the file of --config, with what has no default. A file that is there\n" +
			"already stays as it is. No secret is written: it comes from the environment.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if _, err := first.Text(); err != nil {
				return exit.WrongUsage(err)
			}
			file := cmp.Or(p.ConfigFile, "config.yaml")
			if err := first.Write(file); errors.Is(err, fs.ErrExist) {
				return exit.WrongUsage(fmt.Errorf("%s is there already, and stays as it is", file))
			} else if err != nil {
				return err
			}
			fill := ""
			if first.TenantID == "" || first.ClientID == "" {
				fill = " Fill in the ids that are zeros."
			}
			fmt.Fprintf(
				p.Stdout,
				"%s is written.%s\nPut the client secret into CALLRECORDS_CLIENT_SECRET, then:\n"+
					"  exporter config check\n  exporter doctor\n",
				file,
				fill,
			)
			return nil
		},
	}
	c.Flags().StringVar(&first.TenantID, "tenant", "", "Entra tenant id (default a place to fill in)")
	c.Flags().
		StringVar(&first.ClientID, "client-id", "", "id of the app registration (default a place to fill in)")
	c.Flags().StringVar(&first.WarehouseURL, "warehouse", "", "warehouse.url (default embedded:./data)")
	return c
}

// configCheck is exporter config check.
func configCheck(p *program.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Say all that is wrong with the configuration, without asking anybody",
		Long: "check reads the file and the variables as run does, and says all mistakes at once (exit code 2). It\n" +
			"asks neither Graph nor the warehouse: exporter doctor does.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			cfg, err := p.Settings(config.Load)
			if err != nil {
				return err
			}
			fmt.Fprintf(
				p.Stdout,
				"%s is right: %s\n",
				cmp.Or(
					config.File(p.ConfigFile, p.Environ),
					"the environment",
				),
				console.Number(len(cfg.Tenants), "tenant"),
			)
			return nil
		},
	}
}

// configPrint is exporter config print.
func configPrint(p *program.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "print",
		Short: "Print every key that is in force, and where its value comes from; secrets are hidden",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := config.Settings(config.File(p.ConfigFile, p.Environ), p.Environ)
			var rows [][]string
			for _, s := range all {
				rows = append(rows, []string{s.Path, s.Value, s.Source})
			}
			return errors.Join(err, printKeys(p.Stdout, p.Style(), rows))
		},
	}
}

// printKeys prints keys, values and where they come from: a table or, where that is too
// wide, a list. Neither a key nor an id is of use when it is cut.
func printKeys(w io.Writer, style console.Style, rows [][]string) error {
	header := []string{"key", "value", "from"}
	if style.Fits(header, rows) {
		return style.Table(w, header, rows)
	}
	for _, r := range rows {
		line := r[0] + ": " + r[1] + " (" + r[2] + ")"
		if r[1] == "" {
			line = r[0] + ": (" + r[2] + ")"
		}
		if _, err := fmt.Fprintln(w, style.Hanging(line)); err != nil {
			return err
		}
	}
	return nil
}
