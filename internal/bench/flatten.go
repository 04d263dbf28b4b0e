package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"runtime"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
	"callrecords/transform"
)

// flatten: documents to Arrow, beside what the same bytes cost others.
func (b bench) flatten(ctx context.Context, r *results) error {
	_, said, err := part(ctx, "flatten", b.corpus.Path)
	if err != nil {
		return err
	}
	theirs, _, err := part(ctx, "clickhouse", filepath.Join(b.scratch, "theirs"), b.corpus.Path)
	if err != nil {
		return err
	}
	rate := func(cpu float64) float64 { return float64(b.corpus.Bytes) / 1e6 / cpu }
	scan, structs, clickhouse, ours := rate(said["scan"]), rate(said["structs"]), rate(theirs.CPU.Seconds()), rate(said["exporter"])
	r.add("token scan (jsontext)", scan, "MB per CPU-second")
	r.add("encoding/json into structs, streams alone", structs, "MB per CPU-second")
	r.add("ClickHouse's own, streams alone, with the insert", clickhouse, "MB per CPU-second")
	r.add("exporter, five tables", ours, "MB per CPU-second")
	r.add("exporter / token scan", ours/scan, "")
	r.add("exporter / encoding/json", ours/structs, "")
	r.add("exporter / ClickHouse", ours/clickhouse, "")
	r.add("allocations per row", said["allocations"]/said["rows"], "")
	r.add("allocated per row", said["allocated"]/said["rows"], "bytes")
	return nil
}

// lots is in how many lots the documents are read, by each contestant in turn, so that what else
// the machine does slows all of them.
const lots = 8

// flattenSideBySide is the process that flattens, and scans and decodes the same documents: CPU
// seconds of each.
func flattenSideBySide(ctx context.Context, arguments []string) (figures, error) {
	all, err := documents(arguments[0])
	if err != nil {
		return nil, err
	}
	said := figures{}
	f := newFlattener()
	structs := streamsTree().goType()
	for lot := range lots {
		some := all[lot*len(all)/lots : (lot+1)*len(all)/lots]
		for name, contestant := range map[string]func([][]byte) error{
			"scan":     scan,
			"structs":  func(some [][]byte) error { return decode(some, structs) },
			"exporter": f.flatten,
		} {
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := cpu()
			if err := errors.Join(contestant(some), ctx.Err()); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			said[name] += (cpu() - began).Seconds()
			if runtime.ReadMemStats(&after); name == "exporter" {
				said["allocations"] += float64(after.Mallocs - before.Mallocs)
				said["allocated"] += float64(after.TotalAlloc - before.TotalAlloc)
			}
		}
	}
	said["rows"] = float64(f.rows)
	return said, nil
}

// scan reads all tokens, as the flattener's decoder does, and does nothing with them.
func scan(documents [][]byte) error {
	options := []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}
	var source bytes.Buffer
	decoder := jsontext.NewDecoder(&source, options...)
	for _, d := range documents {
		source = *bytes.NewBuffer(d)
		decoder.Reset(&source, options...)
		for {
			if _, err := decoder.ReadToken(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// decode is what most programs would do first.
func decode(documents [][]byte, into reflect.Type) error {
	for _, d := range documents {
		if err := json.Unmarshal(d, reflect.New(into).Interface()); err != nil {
			return err
		}
	}
	return nil
}

// batchBytes is how much JSON goes into a batch.
const batchBytes = 64 << 20

// flattener flattens documents as an import does.
type flattener struct {
	batch *transform.Batch
	loads []schema.Load
	next  func() uint64                            // load id
	full  func([]schema.Rows, []schema.Load) error // takes a batch; nil lets it go
	rows  int
}

func newFlattener() *flattener {
	var id uint64
	return &flattener{batch: transform.NewBatch(schema.CallRecords), next: func() uint64 { id++; return id }}
}

// flatten reads documents, and ends the batch.
func (f *flattener) flatten(documents [][]byte) error {
	for _, d := range documents {
		r := f.batch.Record(schema.Owner{
			Family: schema.CallRecords.Name, TenantID: tenantID, LoadID: f.next(), ExportedAt: time.Now(),
		})
		if err := r.Page(schema.Page{Kind: schema.PageRecord, Body: d}); err != nil {
			return err
		}
		f.loads = append(f.loads, r.Close())
		if _, size := f.batch.Size(); size >= batchBytes {
			if err := f.take(); err != nil {
				return err
			}
		}
	}
	return f.take()
}

func (f *flattener) take() error {
	rows, _ := f.batch.Size()
	f.rows += rows
	taken, loads := f.batch.Take(), f.loads
	f.loads = nil
	if f.full != nil {
		return f.full(taken, loads)
	}
	for _, t := range taken {
		t.Record.Release()
	}
	return nil
}
