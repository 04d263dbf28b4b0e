package server_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
	"callrecords/schema"
)

const (
	rateRows  = 50_000 // in a batch
	rateTurns = 20     // batches of each engine: 1 M rows
)

// BenchmarkStreams loads 1 M rows of the table streams, with all its columns,
// through a warehouse on each engine. They take turns, batch by batch, so that
// what else the machine does slows both. It reports rows a second, and what
// part of the embedded engine's rate HTTP on loopback reaches.
func BenchmarkStreams(b *testing.B) {
	served := open(b, server.Options{URL: serve(b, servertest.New(below, servertest.Options{}))})
	engines := []engine.Engine{below, served}
	var warehouses []*load.Warehouse
	for range engines {
		warehouses = append(warehouses,
			load.New(engines[len(warehouses)], load.Options{Database: enginetest.Database(b, below)}))
		if err := warehouses[len(warehouses)-1].Migrate(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	rows := streams(b, rateRows)
	defer rows.Release()
	took := make([]time.Duration, len(engines))
	for b.Loop() {
		for turn := range 2 * rateTurns {
			i := (turn + turn/2) % 2 // 0 1 1 0
			rows.Retain()
			began := time.Now()
			if err := warehouses[i].Commits.Insert(b.Context(), []schema.Rows{{Table: schema.Streams, Record: rows}}); err != nil {
				b.Fatal(err)
			}
			took[i] += time.Since(began)
		}
	}
	total := float64(b.N) * rateTurns * rateRows
	b.ReportMetric(total/took[0].Seconds(), "embedded-rows/s")
	b.ReportMetric(total/took[1].Seconds(), "http-rows/s")
	b.ReportMetric(100*took[0].Seconds()/took[1].Seconds(), "%-of-embedded")
}

// streams are rows of which every column has values, of about as many kinds as
// those of real calls.
func streams(b *testing.B, n int) arrow.Record {
	b.Helper()
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema.Streams.Arrow())
	defer builder.Release()
	for c, column := range schema.Streams.StoredColumns() {
		field := builder.Field(c)
		for row := range n {
			if err := field.AppendValueFromString(cell(column.Kind, row*7919+c)); err != nil {
				b.Fatal(column.Name, err)
			}
		}
	}
	return builder.NewRecord()
}

// cell is a value of a kind, as text.
func cell(kind schema.Kind, i int) string {
	switch kind {
	case schema.KindText:
		return fmt.Sprintf("%08x-0000-4000-8000-%012x", i%40_000, i%977)
	case schema.KindKeyword:
		return fmt.Sprint("value-", i%50)
	case schema.KindBool:
		return fmt.Sprint(i%2 == 0)
	case schema.KindFloat32, schema.KindDuration:
		return fmt.Sprint(float64(i%5000) / 16)
	case schema.KindTime, schema.KindStart, schema.KindMillis:
		return time.Unix(1_770_000_000+int64(i%80_000), 0).UTC().Format("2006-01-02T15:04:05Z")
	case schema.KindBools:
		return `[{"key":"a","value":true}]`
	case schema.KindTexts, schema.KindKeywords:
		return `["a","b"]`
	case schema.KindInt32s, schema.KindDurations:
		return fmt.Sprintf("[%d,%d]", i%40, i%30)
	case schema.KindDay:
		return "2026-02-02"
	}
	return fmt.Sprint(i % 3000)
}
