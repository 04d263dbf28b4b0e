package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"callrecords/analysis"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/server"
	"callrecords/schema"
)

// load: Arrow to queryable, all tables and the commits, without archive and ledger.
func (b bench) load(ctx context.Context, r *results) error {
	_, said, err := part(ctx, "load", "embedded:"+filepath.Join(b.scratch, "data"), b.corpus.Path)
	if err != nil {
		return err
	}
	r.add("embedded", said["rows"]/said["wall"], "rows/s")
	r.add("embedded, CPU", said["cpu"]/said["rows"]*1e6, "µs per row")
	store, err := b.serve(ctx, "served")
	if err != nil {
		return err
	}
	before := cpuOf(store.Process.Pid)
	_, said, err = part(ctx, "load", store.url, b.corpus.Path)
	below := (cpuOf(store.Process.Pid) - before).Seconds()
	if err := errors.Join(err, store.stop()); err != nil {
		return err
	}
	r.add("over HTTP", said["rows"]/said["wall"], "rows/s")
	r.add("over HTTP, CPU of the exporter", said["cpu"]/said["rows"]*1e6, "µs per row")
	r.add("over HTTP, CPU of the server", below/said["rows"]*1e6, "µs per row")
	return nil
}

// loadBatches is the process that loads: the time and the CPU seconds of inserts and commits.
func loadBatches(ctx context.Context, arguments []string) (_ figures, err error) {
	all, err := documents(arguments[1])
	if err != nil {
		return nil, err
	}
	e, err := openEngine(ctx, arguments[0])
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	w, err := warehouseOn(e, "callrecords")
	if err != nil {
		return nil, err
	}
	if err := w.Migrate(ctx); err != nil {
		return nil, err
	}
	said := figures{}
	f := newFlattener()
	f.next = func() uint64 { return w.Commits.NextLoadID(time.Now()) }
	f.full = func(rows []schema.Rows, loads []schema.Load) error {
		began, before := time.Now(), cpu()
		if err := w.Commits.Insert(ctx, rows); err != nil {
			return err
		}
		refused, err := w.Commits.Commit(ctx, "bench", time.Now(), loads)
		said["wall"] += time.Since(began).Seconds()
		said["cpu"] += (cpu() - before).Seconds()
		if err == nil && len(refused) > 0 {
			err = fmt.Errorf("%d records are refused", len(refused))
		}
		return err
	}
	err = f.flatten(all)
	said["rows"] = float64(f.rows)
	return said, err
}

// openEngine opens an engine by its URL, as the configuration has it.
func openEngine(ctx context.Context, url string) (engine.Engine, error) {
	if folder, ok := strings.CutPrefix(url, "embedded:"); ok {
		return embedded.Open(ctx, embedded.Options{Path: folder})
	}
	return server.Open(ctx, server.Options{URL: url})
}

// warehouseOn is a warehouse with all that the program's has.
func warehouseOn(e engine.Engine, database string) (*load.Warehouse, error) {
	views, err := analysis.Views(analysis.Options{})
	if err != nil {
		return nil, err
	}
	derived, err := analysis.Derived(analysis.Options{})
	if err != nil {
		return nil, err
	}
	return load.New(e, load.Options{
		Families: []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls},
		Database: database, Views: views, Derived: derived,
	}), nil
}

// cpuOf is what another process used so far (proc(5), stat: in ticks of 10 ms).
func cpuOf(pid int) time.Duration {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, behind, _ := strings.Cut(string(text), ") ") // the name before may have spaces
	var skipped string
	var user, system int64
	fmt.Sscan(behind, &skipped, &skipped, &skipped, &skipped, &skipped, &skipped, &skipped, &skipped, &skipped,
		&skipped, &skipped, &user, &system)
	return time.Duration(user+system) * 10 * time.Millisecond
}
