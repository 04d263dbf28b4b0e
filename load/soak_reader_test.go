package load_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"callrecords/schema"
)

// reader looks at every record through the views, again and again.
type reader struct {
	*soak
	next int
}

// seen is one record as a query shows it.
type seen struct {
	ID      string
	Version uint64   // the greatest
	Marks   []string // of all rows; see mark
	Counts  []uint64 // rows a table, 0 for those that were not asked
	At      uint64   // distinct positions
}

// check asks one of the views, or all five in one query, and checks every
// record: one load's rows, all of them, each once, of a version at least as new
// as any that was committed before the query began.
func (r *reader) check(ctx context.Context) error {
	tables := schema.CallRecords.Tables
	if n := r.next % (len(tables) + 2); n < len(tables) {
		tables = tables[n : n+1]
	}
	r.next++
	floor := r.model.floor()
	records, err := r.look(ctx, tables)
	if err != nil {
		return err
	}
	r.tally.checks.Add(1)
	r.tally.records.Add(int64(len(records)))
	return r.judge(tables, records, floor)
}

// judge holds what was seen against what must be seen at least.
func (s *soak) judge(tables []schema.Table, records map[string]seen, floor map[string]uint64) error {
	var wrong []error
	for id, at := range floor {
		got, ok := records[id]
		switch {
		case s.model.spared(id):
		case !ok:
			s.tally.missing.Add(1)
			wrong = append(wrong, fmt.Errorf("%s of %s: version %d was committed and is not seen",
				id, names(tables), at))
		case got.Version < at:
			s.tally.stale.Add(1)
			wrong = append(wrong, fmt.Errorf("%s of %s: version %d was committed, and %d is seen",
				id, names(tables), at, got.Version))
		}
	}
	for id, got := range records {
		if problem := got.incomplete(tables); problem != "" && !s.model.spared(id) {
			s.tally.incomplete.Add(1)
			wrong = append(wrong, fmt.Errorf("%s of %s: %s: %+v", id, names(tables), problem, got))
		}
	}
	return errors.Join(wrong...)
}

// incomplete says what is wrong with a record, "" when it is whole.
func (r seen) incomplete(tables []schema.Table) string {
	if len(r.Marks) != 1 {
		return "rows of several loads"
	}
	var total uint64
	for i, declared := range strings.Split(r.Marks[0], "/")[1:] {
		name := schema.CallRecords.Tables[i].Name
		asked := slices.ContainsFunc(tables, func(t schema.Table) bool { return t.Name == name })
		if asked && fmt.Sprint(r.Counts[i]) != declared {
			return "another number of rows than declared"
		}
		total += r.Counts[i]
	}
	if r.At != total {
		return "a row is there twice"
	}
	return ""
}

// look reads all records through some views, in one query.
func (s *soak) look(ctx context.Context, tables []schema.Table) (map[string]seen, error) {
	var parts []string
	for _, t := range tables {
		position := "0"
		if n := len(t.Positions()); n > 0 {
			position = t.Positions()[n-1]
		}
		parts = append(parts, fmt.Sprintf("SELECT record_id, version, unknown_properties AS mark, "+
			"'%s' AS part, toUInt32(%s) AS at FROM %s.%[1]s",
			t.Name, position, s.database))
	}
	counts := make([]string, 0, 5)
	for _, t := range schema.CallRecords.Tables {
		counts = append(counts, fmt.Sprintf("countIf(part = '%s')", t.Name))
	}
	body, err := s.engine.Query(ctx, fmt.Sprintf("SELECT record_id AS ID, "+
		"max(version) AS Version, groupUniqArray(mark) AS Marks, "+
		"[%s] AS Counts, uniqExact(part, at) AS At FROM (%s) GROUP BY record_id",
		strings.Join(counts, ", "), strings.Join(parts, " UNION ALL ")), "JSONEachRow")
	if err != nil {
		return nil, err
	}
	records := map[string]seen{}
	for decoder := json.NewDecoder(body); err == nil; {
		var r seen
		if err = decoder.Decode(&r); err == nil {
			records[r.ID] = r
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return records, errors.Join(err, body.Close())
}

// wrong looks at all records when nobody writes, and holds the live load of
// each against the model.
func (s *soak) wrong(ctx context.Context) error {
	records, err := s.look(ctx, schema.CallRecords.Tables)
	if err != nil {
		return err
	}
	wrong := []error{s.judge(schema.CallRecords.Tables, records, s.model.floor())}
	for id, got := range records {
		var load uint64
		if _, err := fmt.Sscanf(got.Marks[0], "%d/", &load); err != nil {
			return err
		}
		if !s.model.mayWin(id, load) && !s.model.spared(id) {
			s.tally.wrong.Add(1)
			wrong = append(wrong, fmt.Errorf("%s: load %d of version %d is live and must not be",
				id, load, got.Version))
		}
	}
	bad, err := s.number(ctx, "SELECT count() FROM "+s.database+".audit")
	if bad > 0 && s.tally.stalled.Load() == 0 {
		wrong = append(wrong, fmt.Errorf("audit finds %d", bad))
	}
	return errors.Join(append(wrong, err)...)
}

// number is the one number that a query returns.
func (s *soak) number(ctx context.Context, sql string) (n uint64, err error) {
	body, err := s.engine.Query(ctx, sql, "TSV")
	if err != nil {
		return 0, err
	}
	_, err = fmt.Fscan(body, &n)
	return n, errors.Join(err, body.Close())
}

func names(tables []schema.Table) string {
	if len(tables) > 1 {
		return "all views"
	}
	return tables[0].Name
}
