package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/report"
)

// fetchCommand is exporter fetch.
func (p *program) fetchCommand() *cobra.Command {
	var tenant string
	c := &cobra.Command{
		Use:   "fetch ID…",
		Short: "Load these call records now, and say what became of each",
		Long: "fetch lists nothing: it asks Graph for the records with these ids, from a ticket or from somebody's\n" +
			"change notifications, and loads those that the warehouse lacks. - reads ids from standard input, one\n" +
			"per line. It takes " + strconv.Itoa(maxIDs) + " ids per call; the rest is refused by name.\n" +
			"Graph cannot look a callChainId up: it is taken for the id of a record, which it is for most calls.\n\n" +
			exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			asked, err := readIDs(args, os.Stdin)
			if err != nil {
				return usage(err)
			}
			cfg, err := p.settings(config.Load)
			if err != nil {
				return err
			}
			if cfg.Tenants, err = oneTenant(cfg.Tenants, tenant); err != nil {
				return usage(err)
			}
			x, err := export.Open(c.Context(), p.export(cfg, "fetch"))
			if err != nil {
				return err
			}
			answers, err := x.Fetch(c.Context(), asked.ids)
			rows := make([][]string, 0, len(answers)+len(asked.refused))
			for _, a := range answers {
				rows = append(rows, []string{a.RecordID, string(a.Kind), strconv.FormatUint(a.Version, 10), a.Reason})
			}
			for _, r := range asked.refused {
				rows = append(rows, []string{r.text, "refused", "0", r.why})
			}
			err = errors.Join(err, console.Table(p.Stdout, 0, []string{"record", "outcome", "version", "why"}, rows))
			if err == nil && len(asked.refused) > 0 {
				err = report.ErrPartial
			}
			return errors.Join(err, x.Close())
		},
	}
	c.Flags().StringVar(&tenant, "tenant", "", "tenant of the records, when several are configured")
	return c
}

// oneTenant is the tenant that was named, or the only one.
func oneTenant(all []config.Tenant, id string) ([]config.Tenant, error) {
	if id != "" {
		return chosenTenants(all, []string{id})
	}
	if len(all) > 1 {
		return nil, fmt.Errorf("%d tenants are configured: --tenant says whose records these are", len(all))
	}
	return all, nil
}
