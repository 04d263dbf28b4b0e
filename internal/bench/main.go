package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// bench is what a run of the benchmark is told.
type bench struct {
	exporter string        // the program that is measured, built before
	cache    string        // folder of the corpora, kept from run to run
	scratch  string        // folder of the stores, which does not outlive the run
	records  int           // of the corpus
	asked    int           // records that the questions are asked of
	limited  time.Duration // how long the export under Graph's limits goes on
	corpus   corpus
}

// parts are the parts of the benchmark, in their order.
var parts = []struct {
	name string
	run  func(bench, context.Context, *results) error
}{
	{"flatten", bench.flatten},
	{"load", bench.load},
	{"import", bench.imports},
	{"export", bench.export},
	{"query", bench.query},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	var b bench
	var alone, only, out string
	var runs int
	flag.StringVar(&alone, "process", "", "a part that is a process of its own: not for people")
	flag.StringVar(&b.exporter, "exporter", "bin/exporter", "the program that is measured")
	flag.StringVar(&b.cache, "cache", filepath.Join(cache, "callrecords", "bench"), "folder that corpora are kept in")
	flag.IntVar(&b.records, "records", 4000, "records of the corpus")
	flag.IntVar(&b.asked, "asked", 1_000_000, "records that the questions are asked of")
	flag.DurationVar(&b.limited, "limited", time.Minute, "how long the export under Graph's limits goes on")
	flag.StringVar(&only, "only", "", "parts that are run, by their names and with commas; all of them")
	flag.StringVar(&out, "out", "bin/bench.json", "file for the figures")
	flag.IntVar(&runs, "runs", 1, "how often all is measured; with more than one, the table has the least, median and most")
	flag.Parse()
	if alone != "" {
		return runAlone(ctx, alone, flag.Args())
	}
	all, err := b.measure(ctx, runs, only)
	fmt.Print(all.table())
	return errors.Join(err, all.write(out))
}

// measure runs the parts so many times, one run after the other.
func (b bench) measure(ctx context.Context, runs int, only string) (report, error) {
	all := report{Machine: thisMachine(ctx, b.exporter)}
	var err error
	if b.exporter, err = filepath.Abs(b.exporter); err != nil {
		return all, err
	}
	if b.corpus, err = corpusIn(b.cache, b.records); err != nil {
		return all, err
	}
	all.Corpus = b.corpus
	for range runs {
		r, failed := b.once(ctx, only)
		all.Runs = append(all.Runs, r.all)
		if err = errors.Join(err, failed); ctx.Err() != nil {
			break
		}
	}
	return all, err
}

// once runs the parts. One that fails leaves the others.
func (b bench) once(ctx context.Context, only string) (r results, err error) {
	for _, p := range parts {
		if only != "" && !slices.Contains(strings.Split(only, ","), p.name) || ctx.Err() != nil {
			continue
		}
		fmt.Fprintln(os.Stderr, time.Now().Format(time.TimeOnly), p.name)
		r.part = p.name
		if failed := b.inScratch(func(b bench) error { return p.run(b, ctx, &r) }); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", p.name, failed))
		}
	}
	if only == "" && err == nil {
		err = r.haveAllGoals()
	}
	return r, err
}

// inScratch gives a part a folder that is gone afterwards.
func (b bench) inScratch(do func(bench) error) (err error) {
	if b.scratch, err = os.MkdirTemp("", "callrecords-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.scratch)) }()
	return do(b)
}

// processes are what parts run in processes of their own, so that the system measures each and
// none has another's memory: they print figures.
var processes = map[string]func(ctx context.Context, arguments []string) (figures, error){
	"clickhouse": flattenInClickHouse,
	"flatten":    flattenSideBySide,
	"load":       loadBatches,
	"question":   askQuestion,
	"books":      keepBooks,
}

func runAlone(ctx context.Context, name string, arguments []string) error {
	process := processes[name]
	if process == nil {
		return fmt.Errorf("no process %s", cmp.Or(name, "without a name"))
	}
	said, err := process(ctx, arguments)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(said)
}
