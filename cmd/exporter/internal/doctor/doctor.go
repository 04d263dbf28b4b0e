// Package doctor looks at everything that a run needs, and says of each thing
// that it is well, or what to do.
package doctor

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
)

// finding is one line: what was looked at, and what is wrong.
type finding struct {
	what string
	fine string // what was seen
	err  error  // what is wrong, with what to do
}

// patience is how long a check may take.
const patience = 5 * time.Second

// doctor is what the checks have in common.
type doctor struct {
	families    []wiring.Family
	opener      warehouse.Opener
	log         *slog.Logger
	stdout      io.Writer
	style       console.Style
	checks, bad int // told so far
}

// Check looks at all of it, prints a line for each thing as soon as it is known, and
// makes an error of them when one is wrong. It leaves Graph and the schema as they are.
func Check(
	ctx context.Context, o warehouse.Opener, c config.Config, families []wiring.Family,
	stdout io.Writer, style console.Style, log *slog.Logger,
) error {
	d := &doctor{
		families: wiring.Chosen(families, c.Export),
		opener:   o,
		log:      log,
		stdout:   stdout,
		style:    style,
	}
	d.tell(finding{what: "configuration", fine: console.Number(len(c.Tenants), "tenant")})
	for _, t := range c.Tenants {
		d.tell(d.tenant(ctx, t, c.Export)...)
	}
	d.warehouse(ctx, c)
	if d.bad > 0 {
		return fmt.Errorf("%d of %d checks are wrong", d.bad, d.checks)
	}
	return nil
}

// tell prints findings.
func (d *doctor) tell(findings ...finding) {
	for _, f := range findings {
		d.checks++
		mark, text := "ok", f.fine
		if f.err != nil {
			d.bad++
			mark, text = "WRONG", f.err.Error()
		}
		line := d.style.Behind(fmt.Sprintf("%-5s ", mark), f.what+": "+text)
		fmt.Fprintln(d.stdout, strings.Replace(line, mark, d.style.Paint(mark), 1))
	}
}
