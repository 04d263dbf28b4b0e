// Package doctor looks at everything that a run needs, and says of each thing
// that it is well, or what to do.
package doctor

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/warehouse"
)

// finding is one line: what was looked at, and what is wrong.
type finding struct {
	what string
	fine string // what was seen
	err  error  // what is wrong, with what to do
}

// doctor is what the checks have in common.
type doctor struct {
	opener warehouse.Opener
	log    *slog.Logger
}

// Check looks at all of it, prints a line for each thing, and makes an error of
// them when one is wrong. It leaves Graph and the schema as they are.
func Check(
	ctx context.Context, o warehouse.Opener, c config.Config, stdout io.Writer, log *slog.Logger,
) error {
	d := doctor{o, log}
	findings := []finding{{what: "configuration", fine: fmt.Sprintf("%d tenants", len(c.Tenants))}}
	for _, t := range c.Tenants {
		findings = append(findings, d.tenant(ctx, t, c.Export)...)
	}
	return tell(stdout, append(findings, d.warehouse(ctx, c)...))
}

// tell prints the findings and makes an error of them when one is wrong.
func tell(w io.Writer, findings []finding) error {
	bad := 0
	for _, f := range findings {
		line := "ok    " + f.what + ": " + f.fine
		if f.err != nil {
			bad++
			line = "WRONG " + f.what + ": " + f.err.Error()
		}
		fmt.Fprintln(w, line)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d checks are wrong", bad, len(findings))
	}
	return nil
}
