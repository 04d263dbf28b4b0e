package statuspage

import (
	"testing"

	"callrecords/cmd/exporter/internal/status"
)

func TestPictureShowsFewOfMany(t *testing.T) {
	t.Parallel()
	all := days()
	all[5] = status.Day{Start: all[5].Start, In: 99_000, Due: 1, Unread: 1}
	c := newChart(all)
	var tall bar
	for _, b := range c.Bars {
		if len(b.Pieces) == 3 {
			tall = b
		}
	}
	if tall.Title != "Wed 4 Feb: 99,000 in, 1 due, 1 lost unread" {
		t.Fatalf("got %q, want the day with all three kinds", tall.Title)
	}
	for i, p := range tall.Pieces {
		if p.Height < leastSeen || p.Y < 0 {
			t.Errorf("%s: got %d pixels from %d, want %d at least, in the picture", p.Kind, p.Height, p.Y, leastSeen)
		}
		if i > 0 && p.Y+p.Height != tall.Pieces[i-1].Y {
			t.Errorf("%s: got its end at %d, want it on what is below", p.Kind, p.Y+p.Height)
		}
	}
	if top := c.Lines[0].Text; top != "100,000" {
		t.Errorf("got a scale to %s, want 100,000", top)
	}
	if last := c.Labels[len(c.Labels)-1]; last.Text != "today" {
		t.Errorf("got %q as the last day, want today", last.Text)
	}
}

func TestScaleIsRound(t *testing.T) {
	t.Parallel()
	for n, want := range map[uint64]uint64{
		1: 1, 2: 2, 3: 4, 5: 5, 6: 10, 61: 100, 101: 200, 399: 400, 1_000_001: 2_000_000,
	} {
		if got := roundUp(n); got != want {
			t.Errorf("%d: got %d, want %d", n, got, want)
		}
	}
	if got := roundUp(1<<64 - 1); got == 0 {
		t.Error("got 0, want an end")
	}
}
