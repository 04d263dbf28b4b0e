package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/extract/graphtest"
)

// dies runs the program with a point at which it kills itself, and says whether
// it came there.
func (s *site) dies(point string, args ...string) bool {
	s.Helper()
	c := s.command(s.Context(), args...)
	c.Env = append(c.Env, crashAt+"="+point)
	text, err := c.CombinedOutput()
	switch {
	case err == nil:
		return false
	case c.ProcessState.ExitCode() >= 0: // it ended by itself
		s.Fatalf("%s: %v\n%s", point, err, text)
	}
	return true
}

// statements are what the program changed, in order, when it ran to its end.
func (s *site) statements(args ...string) []string {
	s.Helper()
	trace := s.path(fmt.Sprintf("trace-%d", time.Now().UnixNano()))
	c := s.command(s.Context(), args...)
	c.Env = append(c.Env, crashTrace+"="+trace)
	if text, err := c.CombinedOutput(); err != nil {
		s.Fatalf("%v\n%s", err, text)
	}
	text, err := os.ReadFile(trace)
	s.must(err)
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// renew gives some records a new version: larger, smaller, or with another
// start, some of them over a month's end.
func (s *site) renew(round int) {
	s.Helper()
	headers := s.tenant.Headers()
	for i := range 4 {
		id := headers[(4*round+i)%len(headers)].ID
		switch i % 3 {
		case 0:
			s.tenant.Grow(id)
		case 1:
			s.tenant.Shrink(id)
		case 2:
			s.tenant.Move(id, time.Now().AddDate(0, 0, -1-(round*7)%27))
		}
	}
}

// wantWhole compares, for each table and record, version and number of rows
// with the tenant's documents, and that no position is there twice.
func (s *site) wantWhole(when string) {
	s.Helper()
	s.wantRowCounts(when, s.ask(rowCountsSQL("")))
}

// runsWhole runs the exporter once more, and does so before it lets go of the
// store.
func (s *site) runsWhole(when string) {
	s.Helper()
	s.letGo()
	c := s.command(s.Context(), "run")
	answer := s.path("last-answer")
	c.Env = append(c.Env, lastAsked+"="+rowCountsSQL("callrecords."), lastAnswer+"="+answer)
	if text, err := c.CombinedOutput(); err != nil {
		s.Fatalf("%s: the next run: got %v, want no error\n%s", when, err, text)
	}
	text, err := os.ReadFile(answer)
	s.must(err)
	s.must(os.Remove(answer))
	s.wantRowCounts(when, strings.TrimSpace(string(text)))
}

// rowCountsSQL counts, for each table, record and version, rows and positions.
func rowCountsSQL(database string) string {
	sql := "SELECT 'audit' AS t, '' AS id, toUInt64(0) AS v, count() AS n, n AS places FROM " + database + "audit"
	for table, key := range keys {
		sql += fmt.Sprintf(" UNION ALL SELECT '%s', record_id, version, count(), uniqExact(%s) FROM %s GROUP BY record_id, version",
			table, strings.Join(key, ", "), database+table)
	}
	return sql
}

// wantRowCounts compares them with the tenant's documents.
func (s *site) wantRowCounts(when, text string) {
	s.Helper()
	want := []string{"audit\t\t0\t0\t0"}
	for table, rows := range s.documents() {
		count := map[string]int{}
		for _, row := range rows {
			count[fmt.Sprintf("%s\t%v\t%v", table, row["record_id"], row["version"])]++
		}
		for record, n := range count {
			want = append(want, fmt.Sprintf("%s\t%d\t%[2]d", record, n))
		}
	}
	slices.Sort(want)
	got := strings.Split(text, "\n")
	slices.Sort(got)
	if !slices.Equal(got, want) {
		s.Fatalf("%s: the warehouse has\n%s\nand the tenant\n%s", when, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// points are the ways to die at the statements of a run. To die before one is
// to die after the one before, as far as the warehouse can tell.
func points(statements []string) []string {
	all := []string{"before " + statements[0], "before insert loads #1"}
	for _, s := range statements {
		if strings.Contains(s, "_all ") || strings.Contains(s, " loads ") {
			all = append(all, "during "+s)
		}
		all = append(all, "after "+s)
	}
	return all
}

func TestNextRunRepairsADeathAtEveryStatementOfALoad(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.want(exitComplete, "run")
	s.renew(0)
	statements := s.statements("run")
	s.wantWhole("before any death")

	// Two deaths in a row, each with changes of its own, before the run that
	// repairs them.
	deaths, round := 0, 0
	for pair := range slices.Chunk(points(statements), 2) {
		s.part(strings.Join(pair, ", then "), func() {
			for _, point := range pair {
				round++
				s.renew(round)
				if s.dies(point, "run") {
					deaths++
				} else if strings.Contains(point, " insert ") {
					s.Fatalf("%s: got a run that did not come there, want its death", point)
				}
			}
			s.runsWhole(strings.Join(pair, ", then "))
		})
	}
	t.Logf("%d deaths at %d statements", deaths, len(statements))
	if !slices.Contains(statements, "insert loads #1") || deaths < 15 {
		t.Errorf("deaths: got %d at %q, want 15", deaths, statements)
	}
	s.wantWarehouseIsTenant()
}

// Each death leaves one statement more behind it than the one before.
func TestNextRunRepairsADeathAtEveryStatementThatMakesTheWarehouse(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.configure("embedded:"+s.path("data"), "embedded:"+s.path("first"))
	statements := s.statements("run")
	s.configure()
	deaths := 0
	for _, statement := range statements {
		if strings.HasPrefix(statement, "insert ") {
			break
		}
		if !s.dies("after "+statement, "run") {
			t.Fatalf("%s: got a run that did not come there, want its death", statement)
		}
		deaths++
	}
	if deaths < 15 {
		t.Errorf("deaths: got %d at %q, want 15", deaths, statements)
	}
	s.runsWhole("after all deaths")
	s.wantWarehouseIsTenant()
}
