package console

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// screen replays what a terminal shows of a text: its finished lines and the
// one below them.
func screen(text string) (lines []string, last string) {
	lines = strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = line[strings.LastIndex("\r\x1b[2K"+line, clearLine):]
	}
	return lines[:len(lines)-1], lines[len(lines)-1]
}

func TestProgressShowsRateAndTimeLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := NewProgress(&out, 80, "records")
		p.Set(200, 5000) // resumed: the first 200 are not our work
		time.Sleep(25 * time.Second)
		p.Set(1200, 5000)
		if _, last := screen(out.String()); last != "records 1,200 of 5,000 (24 %), 40.0/s, 1m 35s left" {
			t.Errorf("shows %q", last)
		}
		p.Done()
		if lines, last := screen(out.String()); last != "" || len(lines) > 0 {
			t.Errorf("leaves %q", last)
		}
	})
}

func TestProgressWithoutTotalShowsNoEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := NewProgress(&out, 80, "pages")
		p.Set(0, 0)
		time.Sleep(time.Second)
		p.Set(10, 0)
		if _, last := screen(out.String()); last != "pages 10, 10.0/s" {
			t.Errorf("shows %q", last)
		}
	})
}

func TestProgressDrawsTenTimesASecondAtMost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := NewProgress(&out, 80, "records")
		for i := range int64(1001) {
			p.Set(i, 1000)
			time.Sleep(time.Millisecond)
		}
		if n := strings.Count(out.String(), clearLine); n < 10 || n > 12 {
			t.Errorf("drawn %d times in a second", n)
		}
		if _, last := screen(out.String()); !strings.HasPrefix(last, "records 1,000 of 1,000 (100 %)") {
			t.Errorf("ends with %q", last)
		}
	})
}

func TestLogLinesStandAboveTheProgressLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := NewProgress(&out, 80, "records")
		log := Logger(p, "info", "text", true)
		log.Info("before")
		p.Set(1, 10)
		log.Info("while")
		log.Info("again")
		lines, last := screen(out.String())
		if len(lines) != 3 || last != "records 1 of 10 (10 %)" {
			t.Fatalf("shows %q and %q", lines, last)
		}
		for _, line := range lines {
			if !strings.HasPrefix(line, "time=") || strings.Contains(line, "records") {
				t.Errorf("a broken log line: %q", line)
			}
		}
	})
}

func TestProgressWaitsForTheEndOfALine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := NewProgress(&out, 80, "records")
		p.Set(1, 10)
		_, _ = p.Write([]byte("half "))
		time.Sleep(time.Second)
		p.Set(2, 10)
		_, _ = p.Write([]byte("whole\n"))
		if lines, last := screen(out.String()); lines[0] != "half whole" || !strings.HasPrefix(last, "records 2") {
			t.Errorf("shows %q and %q", lines, last)
		}
	})
}

func TestProgressIsSilentWithoutTerminal(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	p := NewProgress(&out, 0, "records")
	p.Set(1, 10)
	_, _ = p.Write([]byte("a log line\n"))
	p.Set(10, 10)
	p.Done()
	if out.String() != "a log line\n" {
		t.Errorf("wrote %q", out.String())
	}
	var none *Progress
	none.Set(1, 2)
	none.Done()
}

func TestProgressIsNeverWiderThanTheTerminal(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	p := NewProgress(&out, 20, strings.Repeat("ä", 40))
	p.Set(1, 2)
	if _, last := screen(out.String()); last != strings.Repeat("ä", 18)+"…" {
		t.Errorf("shows %q", last)
	}
}

func TestProgressMayBeUsedFromManyGoroutines(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	p := NewProgress(&out, 80, "records")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 50 {
				p.Set(int64(i*j), 400)
				_, _ = p.Write([]byte("line\n"))
			}
		})
	}
	all.Wait()
	p.Done()
	lines, last := screen(out.String())
	if len(lines) != 400 || last != "" {
		t.Fatalf("%d lines, %q", len(lines), last)
	}
	for _, line := range lines {
		if !regexp.MustCompile(`^line$`).MatchString(line) {
			t.Errorf("a broken line: %q", line)
		}
	}
}
