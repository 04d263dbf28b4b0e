package wiring

import (
	"context"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/extract"
)

// PstnCalls is a Graph client as the source of the calls over Microsoft or a carrier.
func PstnCalls(c *extract.Client, known extract.Known) pipeline.Source {
	return phoneLog{c.PstnCalls(known)}
}

// DirectRoutingCalls is a Graph client as the source of the calls over border controllers.
func DirectRoutingCalls(c *extract.Client, known extract.Known) pipeline.Source {
	return phoneLog{c.DirectRoutingCalls(known)}
}

// PhoneSpans are how far back the logs of phone calls are listed.
func PhoneSpans(e config.Export) (lookback, history time.Duration) {
	return e.Phone.Lookback, e.Phone.History
}

// DayCost is what a day of a log costs, which mostly has one page.
func DayCost(c *extract.Client) (requests int, perSecond float64) { return 1, c.LogRate() }

// phoneLog is a log of phone calls as the pipeline sees it.
type phoneLog struct{ *extract.PhoneLog }

// Traffic is what has gone over the wire for the log so far.
func (l phoneLog) Traffic() pipeline.Traffic { return traffic(l.Stats()) }

// Checker is a source that can be asked whether it may be read.
type Checker interface {
	Check(ctx context.Context) error
}
