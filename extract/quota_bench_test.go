package extract

import (
	"context"
	"sync"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// BenchmarkSteadyExport runs for three windows of real time against a tenant over TLS
// that enforces the limits: run it with -benchtime 1x. It prints how much of the
// granted share was used and how many answers were 429, both in percent.
func BenchmarkSteadyExport(b *testing.B) {
	tenant := graphtest.New(graphtest.Options{Records: 3000, Quota: true})
	c := serve(b, tenant, nil)
	const length = 3 * 20 * time.Second
	for b.Loop() {
		ctx, stop := context.WithTimeout(b.Context(), length)
		ids := make(chan string)
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				for id := range ids {
					for range c.Fetch(ctx, schema.Header{ID: id}) {
					}
				}
			})
		}
		feed(ctx, tenant, ids)
		all.Wait()
		stop()
	}
	n := tenant.Requests()
	asked, refused := float64(n.Total), float64(n.Status(429))
	granted := 0.8 * float64(recordsLimit.Requests) * float64(length/recordsLimit.Span) * float64(b.N)
	b.ReportMetric(100*(asked-refused)/granted, "%share")
	b.ReportMetric(100*refused/asked, "%429")
	b.ReportMetric(0, "ns/op")
	b.Logf("%+v", c.Stats().Total())
}

// feed sends the ids of a tenant round and round until the time is over.
func feed(ctx context.Context, tenant *graphtest.Tenant, ids chan<- string) {
	defer close(ids)
	for deadline, _ := ctx.Deadline(); time.Now().Before(deadline); {
		for _, h := range tenant.Headers() {
			select {
			case ids <- h.ID:
			case <-ctx.Done():
				return
			}
		}
	}
}
