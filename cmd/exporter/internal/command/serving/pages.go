package serving

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/dashboard"
	"callrecords/cmd/exporter/internal/listen"
	"callrecords/cmd/exporter/internal/login"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/status"
	"callrecords/cmd/exporter/internal/statuspage"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/db"
	"callrecords/load/engine"
)

// pages are what a browser may look at where the program listens. The configuration is
// asked for each time: it may be read again meanwhile. Served is ClickHouse's interface beside them.
func pages(
	p *program.Program, c config.Config, served bool, current func() *config.Config,
	process func() statuspage.Process, log *slog.Logger,
) map[string]listen.Page {
	return map[string]listen.Page{
		statuspage.Path: func(ctx context.Context, e engine.Engine) http.Handler {
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
		},
		dashboard.Path: func(_ context.Context, e engine.Engine) http.Handler {
			sessions, err := warehouse.Sessions(e, c.Warehouse.Database)
			if err != nil {
				return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					http.Error(w, err.Error(), http.StatusInternalServerError)
				})
			}
			return dashboard.New(dashboard.Options{
				Door:    listen.Door(sessions, c, log),
				Store:   engine.Identifier(c.Warehouse.Database + db.StoreSuffix),
				Zone:    c.Listen.TimeZone,
				MaxTime: c.Listen.MaxTime,
				Logger:  log,
				Grafana: c.Listen.GrafanaURL,
				Further: beside(c.Listen),

				Interface: interfaceOf(c, served),
			})
		},
	}
}

// beside are the program's other pages.
func beside(l config.Listen) []dashboard.Link {
	links := []dashboard.Link{{Label: "Status", Href: statuspage.Path}}
	if l.Exposed() {
		links = append(links, dashboard.Link{Label: "Log out", Href: login.Path})
	}
	return links
}

// interfaceOf is how tools other than a browser ask the warehouse.
func interfaceOf(c config.Config, served bool) dashboard.Interface {
	i := dashboard.Interface{Database: c.Warehouse.Database}
	if _, embedded := c.Warehouse.Embedded(); embedded {
		i.Here, i.User = served, c.Listen.User
		return i
	}
	i.URL = c.Warehouse.URL // which has no user in it
	return i
}
