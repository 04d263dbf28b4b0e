package server_test

import (
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

var (
	text       = arrow.BinaryTypes.String
	dictionary = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: text}
	millis     = &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}
)

// narrow is a block of five columns: number, keyword, text, time, measure.
func narrow(rows int) engine.Block {
	kind := arrow.NewSchema([]arrow.Field{
		{Name: "n", Type: arrow.PrimitiveTypes.Uint64}, {Name: "k", Type: dictionary}, {Name: "s", Type: text},
		{Name: "t", Type: millis}, {Name: "x", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, kind)
	defer b.Release()
	for i := range rows {
		b.Field(0).(*array.Uint64Builder).Append(uint64(i))
		b.Field(1).(*array.BinaryDictionaryBuilder).AppendString([]string{"audio", "video", "sharing"}[i%3])
		b.Field(2).(*array.StringBuilder).Append(fmt.Sprintf("user-%05d@example.com", i*7919%20000))
		b.Field(3).(*array.TimestampBuilder).Append(arrow.Timestamp(1_770_000_000_000 + i*137))
		b.Field(4).(*array.Float64Builder).Append(float64(i%1000) / 8)
	}
	return engine.Block{Table: "t", Rows: b.NewRecord(),
		Types: []string{"UInt64", "LowCardinality(String)", "String", "DateTime64(3,'UTC')", "Nullable(Float64)"}}
}

// BenchmarkInsert compares the way over HTTP with the engine below it, which
// does the work in every case.
func BenchmarkInsert(b *testing.B) {
	const rows = 300_000
	block := narrow(rows)
	block.Database = enginetest.Database(b, below)
	url := serve(b, servertest.New(below, servertest.Options{}))
	engines := map[string]engine.Engine{"embedded": below}
	for _, compression := range []string{server.None, server.LZ4, server.ZSTD} {
		engines["http-"+compression] = open(b, server.Options{URL: url, Compression: compression})
	}
	for _, table := range []string{"Null", "MergeTree ORDER BY (k, s, n)"} {
		sql := "CREATE OR REPLACE TABLE " + block.Database + ".t (n UInt64, k LowCardinality(String), s String, t DateTime64(3,'UTC'), x Nullable(Float64)) ENGINE = " + table
		if err := below.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
		for name, e := range engines {
			b.Run(fmt.Sprintf("%.9s/%s", table, name), func(b *testing.B) {
				for b.Loop() {
					if _, err := e.Insert(b.Context(), block); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}
