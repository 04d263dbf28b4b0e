package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/documents"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/schema"
)

// importCommand is exporter import.
func (p *program) importCommand() *cobra.Command {
	var tenant string
	var incomplete bool
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Load call records from JSON files: what another tool or an old archive has",
		Long: "import loads call records with their sessions and segments from files, in the way that run loads\n" +
			"what it fetched: a version older than the one that is there changes nothing, an equal one replaces\n" +
			"it. FILE is a file, a folder (all files in it and below it), or - for standard input. A file has one\n" +
			"document, an array, a document a line, or Graph's {\"value\": […]}; plain, gzip or zstd. Its content\n" +
			"tells, not its name.\n\n" +
			"A document that is no whole call record is named by file and line and set aside; the rest loads.\n\n" + exitCodes,
		Example: "  exporter import archive/ more.ndjson.gz\n" +
			"  zstdcat old.json.zst | exporter import --tenant 11111111-2222-3333-4444-555555555555 -",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := p.settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			if tenant, err = importTenant(tenant, cfg); err != nil {
				return usage(err)
			}
			if err := filesThere(args); err != nil {
				return usage(err)
			}
			return p.importFiles(
				c.Context(),
				cfg,
				tenant,
				documents.Options{Names: args, Stdin: os.Stdin, Incomplete: incomplete},
			)
		},
	}
	c.Flags().StringVar(
		&tenant,
		"tenant",
		"",
		"Entra tenant that the records are of (default: the configuration's, when it has one)",
	)
	c.Flags().BoolVar(
		&incomplete,
		"incomplete",
		false,
		"load records without sessions or segments, or with further pages elsewhere, too;\nthey replace whole ones of the same version",
	)
	return c
}

// importTenant is the tenant that imported records are of.
func importTenant(named string, c config.Config) (string, error) {
	switch {
	case named != "":
		return tenantID(named)
	case len(c.Tenants) == 1:
		return c.Tenants[0].TenantID, nil
	case len(c.Tenants) == 0:
		return "", fmt.Errorf("the configuration has no tenant: name the records' with --tenant ID")
	}
	return "", fmt.Errorf(
		"the configuration has %d tenants: name the records' with --tenant ID",
		len(c.Tenants),
	)
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// tenantID is a tenant's id in the case that rows have it in.
func tenantID(text string) (string, error) {
	id := strings.ToLower(text)
	if !guid.MatchString(id) {
		return "", fmt.Errorf("--tenant %q is not a GUID such as 11111111-2222-3333-4444-555555555555", text)
	}
	return id, nil
}

// filesThere refuses names of which there is no file, before anything is done.
func filesThere(names []string) error {
	for _, name := range names {
		if name == "-" {
			continue
		}
		if _, err := os.Stat(name); err != nil {
			if e, ok := errors.AsType[*fs.PathError](err); ok {
				err = e.Err // which leaves out the name
			}
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// importFiles loads the documents of files.
func (p *program) importFiles(
	ctx context.Context,
	c config.Config,
	tenant string,
	files documents.Options,
) error {
	x, closeEngine, err := p.newOffline(ctx, c, "import")
	if err != nil {
		return err
	}
	o := x.options(schema.CallRecords, tenant)
	o.RawPages = c.Export.RawPages
	return x.finish(ctx, []outcome{x.load(ctx, o, pagesOf(documents.Read(ctx, files)))}, closeEngine)
}

// pagesOf are documents as the pipeline takes them. What is bad is kept in the
// archive as such, so that no replay takes it for a page.
func pagesOf(files iter.Seq[documents.Document]) iter.Seq2[pipeline.Document, error] {
	return func(yield func(pipeline.Document, error) bool) {
		for d := range files {
			page := schema.Page{Kind: schema.PageRecord, URL: d.Place(), Body: d.Body}
			if d.Bad != nil {
				page.Kind = schema.PageRefused
			}
			if !yield(
				pipeline.Document{
					RecordID: d.ID,
					Version:  d.Version,
					Page:     page,
					Place:    d.Place(),
					Bad:      d.Bad,
				},
				nil,
			) {
				return
			}
		}
	}
}
