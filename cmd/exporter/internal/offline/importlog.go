package offline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
	"maps"
	"slices"
	"time"

	"callrecords/cmd/exporter/internal/documents"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/schema"
	"callrecords/schema/instant"
)

// maxLog is how many bytes of rows are held until the last file is read: only then are the
// days known to be whole.
const maxLog = 1 << 30

// ImportLog loads rows of a log, of one tenant, from files such as archived pages. The
// rows of a day are gathered over all files. What Graph gave us of a day stays in front of
// what is imported; of two imports of a day, the one with more rows.
func ImportLog(
	ctx context.Context, o Options, f schema.Family, tenant string, files documents.Options,
) ([]report.Outcome, error) {
	x, err := open(ctx, o, "import")
	if err != nil {
		return nil, err
	}
	lo := x.options(f, tenant)
	lo.RawPages = o.Config.Export.RawPages
	size := documents.Size(ctx, files.Names)
	files.Read, files.Rows = func(n int) { x.track.Read(int64(n), size) }, true
	days := daysOf(f, propertiesOf(o.Opener.Families), documents.Read(ctx, files))
	outcomes := []report.Outcome{x.load(ctx, lo, days)}
	return outcomes, x.finish(ctx, outcomes)
}

var (
	errNoDay    = errors.New("a row without a startDateTime: nothing says which day it is of")
	errLargeLog = fmt.Errorf(
		"more than %d MiB of rows: import fewer files at once, each day's together",
		maxLog>>20,
	)
)

// importedDay is what files have of a day.
type importedDay struct {
	rows  [][]byte
	ids   map[string]bool
	place string // of the first row
	sum   uint32 // over all rows, whatever their order
}

// daysOf gathers rows into days, as the pipeline takes them. What is no row is named at
// once, and does not hold the others up.
func daysOf(
	f schema.Family, p properties, rows iter.Seq[documents.Document],
) iter.Seq2[pipeline.Document, error] {
	return func(yield func(pipeline.Document, error) bool) {
		days, held := map[time.Time]*importedDay{}, 0
		for d := range rows {
			start, id, err := readRow(d)
			if other := p.otherFamily(f, d.Body); other != nil {
				err = other
			}
			if err != nil {
				page := schema.Page{Kind: schema.PageRefused, URL: d.Place(), Body: d.Body}
				if !yield(pipeline.Document{Page: page, Place: d.Place(), Bad: err}, nil) {
					return
				}
				continue
			}
			if held += len(d.Body); held > maxLog {
				yield(pipeline.Document{}, errLargeLog)
				return
			}
			at := start.Truncate(24 * time.Hour)
			if days[at] == nil {
				days[at] = &importedDay{ids: map[string]bool{}, place: d.Place()}
			}
			days[at].add(id, d.Body)
		}
		for _, at := range slices.SortedFunc(maps.Keys(days), time.Time.Compare) {
			for _, page := range days[at].pages(f, at) {
				if !yield(page, nil) {
					return
				}
			}
		}
	}
}

// readRow reads what must be known of a row.
func readRow(d documents.Document) (start time.Time, id string, err error) {
	if d.Bad != nil {
		return start, "", d.Bad
	}
	var row struct {
		ID            any
		StartDateTime any
	}
	if err := json.Unmarshal(d.Body, &row); err != nil {
		return start, "", fmt.Errorf("not JSON: %w", err)
	}
	id, _ = row.ID.(string)
	text, _ := row.StartDateTime.(string)
	if start, err = instant.Parse(text); text == "" || err == nil && start.IsZero() {
		err = errNoDay
	}
	return start, id, err
}

// add takes a row, unless the day has one of that id.
func (d *importedDay) add(id string, row []byte) {
	if id != "" && d.ids[id] {
		return
	}
	d.ids[id] = true
	d.rows = append(d.rows, row)
	d.sum += crc32.ChecksumIEEE(row)
}

// version is greater the more rows there are, and less than that of any day that was read
// from Graph: there the upper half is a time.
func (d *importedDay) version() uint64 { return uint64(len(d.rows))<<32 | uint64(d.sum) }

// pages are the day as Graph would send it.
func (d *importedDay) pages(f schema.Family, at time.Time) (all []pipeline.Document) {
	for rows := range slices.Chunk(d.rows, schema.RowsPerLogPage) {
		page := schema.Page{Kind: f.Pages[min(len(all), 1)].Kind, URL: d.place}
		page.Body = slices.Concat([]byte(`{"value":[`), bytes.Join(rows, []byte{','}), []byte(`]}`))
		all = append(all, pipeline.Document{
			RecordID: f.DayID(at), Version: d.version(), Start: at,
			Index: uint32(len(all)), Page: page, Place: d.place,
		})
	}
	return all
}
