package main

import (
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// dies runs the program with a point at which it dies, and says whether it came
// there. To die during a statement takes the process with it.
func (s *site) dies(point string, args ...string) bool {
	s.Helper()
	done, err := s.order(order{Args: args, Dies: point}, hangs)
	switch {
	case err != nil:
		r := s.resident
		s.resident = nil
		if end, ok := errors.AsType[*exec.ExitError](r.process.Wait()); !ok || end.ExitCode() >= 0 {
			s.Fatalf("%s: got %v and %v, want a process that is killed", point, err, end)
		}
		return true
	case !done.Dead && done.Code != exit.Complete:
		s.Fatalf("%s: got exit code %d before it\n%s", point, done.Code, done.Stderr)
	}
	return done.Dead
}

// statements are what the program changed, in order, when it ran to its end.
func (s *site) statements(args ...string) []string {
	s.Helper()
	done, err := s.order(order{Args: args}, hangs)
	s.must(err)
	if done.Code != exit.Complete {
		s.Fatalf("got exit code %d, want %d\n%s", done.Code, exit.Complete, done.Stderr)
	}
	return done.Passed
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
	s.wantRowCounts(when, s.ask(rowCountsSQL()))
}

// runsWhole runs the exporter once more.
func (s *site) runsWhole(when string) {
	s.Helper()
	s.want(exit.Complete, "run")
	s.wantWhole(when)
}

// rowCountsSQL counts, for each table, record and version, rows and positions.
func rowCountsSQL() string {
	sql := "SELECT 'audit' AS t, '' AS id, toUInt64(0) AS v, count() AS n, n AS places FROM audit"
	for table, key := range keys {
		sql += fmt.Sprintf(" UNION ALL SELECT '%s', record_id, version, count(), uniqExact(%s) FROM %s GROUP BY record_id, version",
			table, strings.Join(key, ", "), table)
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
	s := newSite(t, graphtest.Options{Records: 8})
	s.want(exit.Complete, "run")
	s.renew(0)
	statements := s.statements("run")
	s.wantWhole("before any death")

	// Five deaths in a row, each with changes of its own, before the run that
	// repairs them.
	deaths, round := 0, 0
	for some := range slices.Chunk(points(statements), 5) {
		s.part(strings.Join(some, ", then "), func() {
			for _, point := range some {
				round++
				s.renew(round)
				if s.dies(point, "run") {
					deaths++
				} else if strings.Contains(point, " insert ") {
					s.Fatalf("%s: got a run that did not come there, want its death", point)
				}
			}
			s.runsWhole(strings.Join(some, ", then "))
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
