package serving

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/listen"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/status"
	"callrecords/cmd/exporter/internal/statuspage"
	"callrecords/load/engine"
)

// pages are what a browser may look at where the program listens. The configuration is
// asked for each time: it may be read again meanwhile.
func pages(
	p *program.Program, c config.Config, current func() *config.Config, process func() statuspage.Process,
	log *slog.Logger,
) map[string]listen.Page {
	return map[string]listen.Page{statuspage.Path: func(ctx context.Context, e engine.Engine) http.Handler {
		asked, unmade := p.Opener().On(e, config.Config{Warehouse: c.Warehouse}, log)
		return statuspage.New(ctx, statuspage.Options{
			Process: process, Zone: c.Listen.TimeZone, Logger: log,
			Ask: func(ctx context.Context) (status.Report, error) {
				q, err := status.QuestionOf(p.Families, *current(), 0)
				if err = cmp.Or(unmade, err); err != nil {
					return status.Report{}, err
				}
				return status.Ask(ctx, asked, q)
			},
		})
	}}
}
