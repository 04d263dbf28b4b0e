package loading

import (
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/offline"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/report"
)

// atHand is what every load of records at hand has in common.
func atHand(p *program.Program, c config.Config, e *ending) offline.Options {
	progress, log := p.Watched(c.Log)
	e.log, e.print = log, report.Output.Read
	return offline.Options{
		Config: c, Families: p.FamilyList(), Opener: p.Opener(), Progress: progress, Logger: log,
	}
}
