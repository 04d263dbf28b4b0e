package loading

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/archivefile"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/offline"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/tenants"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
)

// Archive is exporter archive.
func Archive(p *program.Program) *cobra.Command {
	c := &cobra.Command{
		Use:   "archive",
		Short: "Carry the archive of raw pages to files and back",
		Long: "The archive has what Graph sent, page by page (export.raw_pages). Graph forgets it after 30 days:\n" +
			"in files elsewhere it outlives the loss of the warehouse. docs/archive.md has the whole way back.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(archiveExport(p), archiveImport(p))
	return c
}

// archiveExport is exporter archive export.
func archiveExport(p *program.Program) *cobra.Command {
	var chosen tenants.Flags
	var from, to string
	var anew bool
	c := &cobra.Command{
		Use:   "export FOLDER",
		Short: "Write what is new in the archive into a folder, a file per day",
		Long: "archive export writes FOLDER/TENANT/FAMILY/2026-01-31.ndjson.zst: what was loaded on that day (UTC), a\n" +
			"line of JSON per page. Days that the folder has are left alone, so that a nightly export costs as\n" +
			"much as a day; a day that may get more loads ends in .open.ndjson.zst and is written anew the next\n" +
			"time. Each file is there whole or not at all. It changes nothing in the warehouse.",
		Example: "  exporter archive export /backup/callrecords\n" +
			"  zstdcat /backup/callrecords/*/call_records/2026-01-31.ndjson.zst | jq -c .body",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			s := archivefile.Selection{Families: p.FamilyList(), Anew: anew}
			if s.Days, err = windowFlags(from, to); err != nil {
				return exit.WrongUsage(err)
			}
			if s.Tenants, err = chosen.IDs(); err != nil { // also one that the configuration has no more
				return exit.WrongUsage(err)
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToRead,
				func(ctx context.Context, w *load.Warehouse) error { return writeArchive(ctx, p.Stdout, w, s, args[0]) })
		},
	}
	chosen.Add(c)
	c.Flags().StringVar(&from, "from", "", "only what was loaded on this day or later")
	c.Flags().StringVar(&to, "to", "", "only what was loaded before this day")
	c.Flags().BoolVar(&anew, "anew", false, "write days again that the folder has")
	return c
}

// writeArchive writes the files and says which.
func writeArchive(
	ctx context.Context, out io.Writer, w *load.Warehouse, s archivefile.Selection, folder string,
) error {
	now, err := w.Now(ctx)
	if err != nil {
		return err
	}
	var files, loads int
	var bytes int64
	began := time.Now()
	err = archivefile.Export(ctx, w.Archive, now, s, folder, func(written archivefile.Written) {
		fmt.Fprintf(out, "%s: %s, %s, %s\n", written.File, console.Number(written.Loads, "load"),
			console.Number(written.Pages, "page"), console.Bytes(written.Bytes))
		files, loads, bytes = files+1, loads+written.Loads, bytes+written.Bytes
	})
	fmt.Fprintf(out, "wrote %s with %s, %s, in %s\n", console.Number(files, "file"),
		console.Number(loads, "load"), console.Bytes(bytes), console.Duration(time.Since(began)))
	return err
}

// archiveImport is exporter archive import.
func archiveImport(p *program.Program) *cobra.Command {
	e := ending{command: "archive import"}
	c := &cobra.Command{
		Use:   "import PATH…",
		Short: "Load what archive export has written",
		Long: "archive import flattens the pages of files, loads them, and puts them into the archive of this\n" +
			"warehouse. PATH is a file, or a folder with all below it. What the warehouse has in that version or a\n" +
			"newer one is passed over, so that a stopped import goes on when it is called again. Graph is not asked.\n" +
			"A file that is damaged is named with its line; all that was whole before it is in.\n\n" + exit.Codes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return tell(c.Context(), p, &e, func() error {
				cfg, err := p.Settings(config.LoadWarehouse)
				if err != nil {
					return err
				}
				files, err := archivefile.Files(args)
				if err != nil {
					return exit.WrongUsage(err)
				}
				e.outcomes, err = offline.ImportArchive(c.Context(), atHand(p, cfg, &e), files)
				return err
			})
		},
	}
	endingFlags(c, &e)
	return c
}
