package main

import (
	"context"
	"fmt"
	"path/filepath"
)

// imports: file to queryable, whole processes. ClickHouse goes before and after, so that what
// else the machine does slows both.
func (b bench) imports(ctx context.Context, r *results) error {
	var theirs [2]usage
	var ours usage
	var done loaded
	var err error
	for turn := range theirs {
		store := filepath.Join(b.scratch, fmt.Sprint("theirs", turn))
		if theirs[turn], _, err = part(ctx, "clickhouse", store, b.corpus.Path); err != nil {
			return err
		}
		if turn == 0 {
			ours, done, err = b.loads(ctx, b.embeddedAt("data"), "import", "--tenant", tenantID, b.corpus.Path)
			if err != nil {
				return err
			}
			if int(done.Records) != b.corpus.Records {
				return fmt.Errorf("got %.0f records, want %d", done.Records, b.corpus.Records)
			}
		}
	}
	wall := (theirs[0].Wall + theirs[1].Wall).Seconds() / 2
	cpu := (theirs[0].CPU + theirs[1].CPU).Seconds() / 2
	r.add("ClickHouse's own, streams alone: wall", wall, "s")
	r.add("ClickHouse's own, streams alone: CPU", cpu, "s")
	r.add("exporter, five tables and pages: wall", ours.Wall.Seconds(), "s")
	r.add("exporter, five tables and pages: CPU", ours.CPU.Seconds(), "s")
	r.add("wall, exporter / ClickHouse", ours.Wall.Seconds()/wall, "")
	r.add("CPU, exporter / ClickHouse", ours.CPU.Seconds()/cpu, "")
	r.add("peak", ours.PeakMiB, "MiB")
	r.add("rows", done.Rows/ours.Wall.Seconds(), "rows/s")
	return nil
}
