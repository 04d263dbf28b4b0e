package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
)

// query: the README's questions of many records, warm, and verify, a whole process. The records
// are the corpus of the analysts' benchmark, which makes it where it is not there yet: of a
// million records it takes a quarter of an hour.
func (b bench) query(ctx context.Context, r *results) error {
	folder := filepath.Join(b.cache, "analysts")
	if err := b.makeAsked(ctx, folder); err != nil {
		return err
	}
	store, database := filepath.Join(folder, "store"), fmt.Sprint("corpus_", b.asked)
	if _, _, err := part(ctx, "books", store, database); err != nil {
		return err
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	r.add("records", float64(b.asked), "")
	for _, q := range questionsOf(string(readme)) {
		text, err := json.Marshal(q)
		if err != nil {
			return err
		}
		taken, said, err := part(ctx, "question", store, database, string(text))
		if err != nil {
			return err
		}
		r.add(q.Name, said["wall"]*1e3, "ms")
		r.add(q.Name+": CPU", said["cpu"]*1e3, "ms")
		r.add(q.Name+": peak", taken.PeakMiB, "MiB")
	}
	c := b.command(ctx, []string{"CALLRECORDS_WAREHOUSE_URL=embedded:" + store, "CALLRECORDS_WAREHOUSE_DATABASE=" + database},
		"verify", "--offline")
	taken, err := measured(c)
	if err != nil {
		return fmt.Errorf("%s: %w", c, err)
	}
	r.add("verify: wall", taken.Wall.Seconds(), "s")
	r.add("verify: CPU", taken.CPU.Seconds(), "s")
	r.add("verify: peak", taken.PeakMiB, "MiB")
	return nil
}

// makeAsked makes the corpus of the questions, and keeps it in a folder.
func (b bench) makeAsked(ctx context.Context, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	c := exec.CommandContext(ctx, "go", "test", "./analysis", "-run", "^$", "-bench", "^BenchmarkQuestions$/^none$", "-timeout", "0")
	c.Env = append(os.Environ(), fmt.Sprint("CALLRECORDS_BENCH_RECORDS=", b.asked), "CALLRECORDS_BENCH_STORE="+folder)
	c.Stderr = os.Stderr
	if output, err := c.Output(); err != nil {
		return fmt.Errorf("%s: %w\n%s", c, err, output)
	}
	return nil
}

// keepBooks is the process that gives the corpus what an export would have left beside the rows:
// the log of loads, and pages, empty ones. Without them verify finds something of every record.
func keepBooks(ctx context.Context, arguments []string) (_ figures, err error) {
	store, database := arguments[0], arguments[1]
	e, err := embedded.Open(ctx, embedded.Options{Path: store, Database: database})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	const owner = "tenant_id, family, record_id, version, load_id"
	for _, book := range []struct{ table, columns, values string }{
		{"raw_pages", "listed_start, kind, body, fetched_at", "start_date_time, 'record', '{}', committed_at"},
		{"load_log", "outcome, row_counts, logged_at", "'committed', row_counts, committed_at"},
	} {
		table := engine.Qualify(database+"_store", book.table)
		var rows uint64
		if err := one(ctx, e, "SELECT count() FROM "+table, &rows); err != nil {
			return nil, err
		}
		if rows > 0 {
			continue
		}
		fill := fmt.Sprintf("INSERT INTO %s (%s, %s) SELECT %[2]s, %[4]s FROM %[5]s", table, owner, book.columns,
			book.values, engine.Qualify(database+"_store", "commits"))
		if err := e.Exec(ctx, fill); err != nil {
			return nil, err
		}
	}
	return figures{}, nil
}

// question is one of the README.
type question struct{ Name, SQL string }

var asked = regexp.MustCompile("(?s)([^\n]+):\n\n```sql\n(.*?)\n```")

// questionsOf are the questions of a page. The words before each, behind the last full stop, are
// its name.
func questionsOf(page string) (all []question) {
	for _, found := range asked.FindAllStringSubmatch(page, -1) {
		words := strings.Split(found[1], ". ")
		all = append(all, question{words[len(words)-1], found[2]})
	}
	return all
}

// times is how often a question is asked, after the first time.
const times = 3

// askQuestion is the process that asks one: seconds per time, of the clock and of the CPU.
func askQuestion(ctx context.Context, arguments []string) (_ figures, err error) {
	store, database, text := arguments[0], arguments[1], arguments[2]
	var q question
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		return nil, err
	}
	e, err := embedded.Open(ctx, embedded.Options{Path: store, Database: database})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	var id string // of some call, in place of the dots
	if err := one(ctx, e, "SELECT record_id FROM records LIMIT 1", &id); err != nil {
		return nil, err
	}
	sql := strings.Replace(q.SQL, "…", id, 1)
	if err := readAll(ctx, e, sql); err != nil {
		return nil, fmt.Errorf("%s: %w", q.Name, err)
	}
	began, before := time.Now(), cpu()
	for range times {
		if err := readAll(ctx, e, sql); err != nil {
			return nil, err
		}
	}
	return figures{"wall": time.Since(began).Seconds() / times, "cpu": (cpu() - before).Seconds() / times}, nil
}

func readAll(ctx context.Context, e engine.Engine, sql string) error {
	body, err := e.Query(ctx, sql, "Null")
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, body)
	return errors.Join(err, body.Close())
}
