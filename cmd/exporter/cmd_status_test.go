package main

import (
	"encoding/json"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestStatusSaysHowTheExporterIs(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5, Days: 2})
	s.want(exit.Complete, "run")
	s.part("in order", func() {
		s.says(exit.Complete, []string{"No other process", "5 listed, 5 live", ": in order", "complete", "All 5 records that Graph listed are in; newest run "}, "status")
	})
	s.part("late", func() {
		s.says(exit.Partial, []string{"the last export that came to its end", "in danger"}, "status", "--max-age", "1ns")
	})
	s.part("wrong usage", func() { s.want(exit.Usage, "status", "--max-age", "-1s") })
	holder := s.holding()
	s.part("through the process that holds the store", func() {
		r := s.own("status", "--json")
		var got struct {
			Danger bool
			Holder struct{ PID int } `json:"store_held_by"`
			Parts  []struct {
				Live int `json:"records_live"`
				Days []struct {
					In int `json:"records_in"`
				} `json:"days"`
				Runs []json.RawMessage `json:"last_runs"`
			} `json:"tenants"`
		}
		if err := json.Unmarshal([]byte(r.stdout), &got); err != nil || r.code != exit.Complete {
			s.Fatalf("got %v, %s", err, r)
		}
		if got.Holder.PID != holder.Process.Pid || got.Danger || got.Parts[0].Live != 5 || len(got.Parts[0].Runs) != 1 {
			s.Errorf("got %s", r.stdout)
		}
		in := 0
		for _, d := range got.Parts[0].Days {
			in += d.In
		}
		if days := len(got.Parts[0].Days); days != 31 || in != 5 {
			s.Errorf("got %d records in on %d days, want 5 on 31: those of the retention", in, days)
		}
	})
	s.must(holder.Process.Kill())
	_ = holder.Wait() // killed
}
