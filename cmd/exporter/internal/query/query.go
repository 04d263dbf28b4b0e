// Package query asks the warehouse one statement, and prints the result.
package query

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/engine"
)

// formats are the names that --format knows, and ClickHouse's for them. Other
// names are passed on: ClickHouse has many more.
var formats = map[string]string{
	"table": "PrettyCompactMonoBlock",
	"tsv":   "TSV",
	"csv":   "CSVWithNames",
	"json":  "JSONEachRow",
}

// Formats are the names that --format knows, in order.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// Question is a statement, and how its result is wanted.
type Question struct {
	SQL, Format string // one of the names of --format, or of ClickHouse's; "" is the fitting one
	Write       bool   // it may do all that the user of the warehouse may

	Config config.Config
	Opener warehouse.Opener
	Stdout *os.File // gets the result
	Logger *slog.Logger
}

// Print opens the warehouse, asks, and prints.
func Print(ctx context.Context, q Question) error {
	if err := warehouse.NeedStore(q.Config.Warehouse); err != nil {
		return err
	}
	database := q.Config.Warehouse.Database
	store, err := warehouse.OpenEngine(ctx, q.Config, database, !q.Write, q.Logger)
	if err != nil {
		if engine.IsCode(err, proto.ErrUnknownDatabase) {
			err = fmt.Errorf("%w; exporter run makes the database", err)
		}
		return shortened(err)
	}
	// A reader may lack the rights to see the schema; that is no reason not to ask.
	if w, err := q.Opener.On(store, q.Config, q.Logger); err == nil {
		_ = q.Opener.CheckSchema(ctx, w, warehouse.ToRead)
	}
	ask := store.Query
	if !q.Write {
		ask = readingQuery(store, database)
	}
	return errors.Join(q.print(ctx, ask), store.Close())
}

// print runs the statement and prints its result.
func (q Question) print(ctx context.Context, ask queryFunc) error {
	result, err := ask(ctx, strings.TrimRight(strings.TrimSpace(q.SQL), "; \n\t"), q.format())
	if err != nil {
		return fmt.Errorf("query: %w", shortened(err))
	}
	if strings.EqualFold(q.Format, "json") {
		err = jsonArray(q.Stdout, result)
	} else {
		_, err = io.Copy(q.Stdout, result)
	}
	return errors.Join(err, result.Close())
}

// format is ClickHouse's name for the format, the fitting one when none is named.
func (q Question) format() string {
	name := q.Format
	if name == "" && console.Terminal(q.Stdout) {
		name = "table"
	}
	name = cmp.Or(name, "tsv")
	return cmp.Or(formats[strings.ToLower(name)], name)
}

// jsonArray makes one JSON document of rows that come one a line.
func jsonArray(w io.Writer, rows io.Reader) error {
	lines := bufio.NewReader(rows)
	before := "["
	for {
		line, err := lines.ReadString('\n')
		if row := strings.TrimSpace(line); row != "" {
			if _, err := io.WriteString(w, before+row); err != nil {
				return err
			}
			before = ",\n"
		}
		if errors.Is(err, io.EOF) {
			_, err = io.WriteString(w, strings.TrimSuffix(before, ",\n")+"]\n")
			return err
		}
		if err != nil {
			return err
		}
	}
}
