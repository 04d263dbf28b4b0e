package console

import (
	"errors"
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

// wantScreen wants a screen without finished lines, and a last one.
func wantScreen(t *testing.T, out *paper, want string) {
	t.Helper()
	lines, last := screen(out.String())
	if len(lines) > 0 {
		t.Errorf("finished lines: got %q, want none", lines)
	}
	if last != want {
		t.Errorf("last line: got %q, want %q", last, want)
	}
}

func TestProgressShowsRateAndTimeLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 80, "records")
		w := p.Track(nil)
		w.Set(200, 5000) // resumed: the first 200 are not our work
		time.Sleep(25 * time.Second)
		w.Set(1200, 5000)
		wantScreen(t, &out, "records 1,200 of 5,000 (24 %), 40.0/s, 1m 35s left")
		p.Done()
		wantScreen(t, &out, "")
	})
}

func TestProgressIsDrawnByTheClockWhileNothingChanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 80, "records")
		w := p.Track(nil)
		time.Sleep(time.Minute)
		wantScreen(t, &out, "") // nothing is known yet
		w.Set(0, 100)
		time.Sleep(10 * time.Second)
		w.Set(50, 100)
		wantScreen(t, &out, "records 50 of 100 (50 %), 5.0/s, 10s left")
		drawn := strings.Count(out.String(), clearLine)
		time.Sleep(10*time.Second + time.Millisecond)
		wantScreen(t, &out, "records 50 of 100 (50 %), 2.5/s, 20s left")
		if n := strings.Count(out.String(), clearLine) - drawn; n != 20 {
			t.Errorf("times drawn in 10 seconds: got %d, want 20", n)
		}
		p.Done()
		time.Sleep(time.Minute)
		wantScreen(t, &out, "")
	})
}

func TestProgressWithoutTotalShowsNoEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 80, "pages")
		w := p.Track(nil)
		w.Set(0, 0)
		time.Sleep(time.Second)
		w.Set(10, 0)
		wantScreen(t, &out, "pages 10, 10.0/s")
	})
}

func TestProgressDrawsTenTimesASecondAtMost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 80, "records")
		w := p.Track(nil)
		for i := range int64(1001) {
			w.Set(i, 1000)
			time.Sleep(time.Millisecond)
		}
		if n := strings.Count(out.String(), clearLine); n < 10 || n > 12 {
			t.Errorf("times drawn: got %d, want 10 to 12", n)
		}
		if _, last := screen(out.String()); !strings.HasPrefix(last, "records 1,000 of 1,000 (100 %)") {
			t.Errorf("last line: got %q, want all records", last)
		}
	})
}

func TestLogLinesStandAboveTheProgressLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 80, "records")
		w := p.Track(nil)
		log := Logger(p, "info", "text", 80)
		log.Info("before")
		w.Set(1, 10)
		log.Info("while")
		log.Info("again")
		lines, last := screen(out.String())
		if len(lines) != 3 {
			t.Errorf("finished lines: got %q, want 3", lines)
		}
		if want := "records 1 of 10 (10 %)"; last != want {
			t.Errorf("last line: got %q, want %q", last, want)
		}
		for _, line := range lines {
			if !strings.HasPrefix(line, "time=") || strings.Contains(line, "records") {
				t.Errorf("got the broken log line %q", line)
			}
		}
	})
}

func TestProgressWaitsForTheEndOfALine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 80, "records")
		w := p.Track(nil)
		w.Set(1, 10)
		_, _ = p.Write([]byte("half "))
		time.Sleep(time.Second)
		w.Set(2, 10)
		_, _ = p.Write([]byte("whole\n"))
		lines, last := screen(out.String())
		if want := "half whole"; lines[0] != want {
			t.Errorf("first line: got %q, want %q", lines[0], want)
		}
		if want := "records 2"; !strings.HasPrefix(last, want) {
			t.Errorf("last line: got %q, want %q", last, want)
		}
	})
}

func TestProgressIsSilentWithoutTerminal(t *testing.T) {
	t.Parallel()
	var out paper
	p := NewProgress(&out, 0, "records")
	w := p.Track(nil)
	w.Set(1, 10)
	_, _ = p.Write([]byte("a log line\n"))
	w.Set(10, 10)
	p.Done()
	if got, want := out.String(), "a log line\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// gone is a terminal that was closed.
type gone struct{ err error }

func (g gone) Write([]byte) (int, error) { return 0, g.err }

func TestTerminalThatIsGoneIsToldToWhoWritesAndStopsNothing(t *testing.T) {
	t.Parallel()
	closed := errors.New("input/output error")
	p := NewProgress(gone{closed}, 80, "records")
	w := p.Track(nil)
	w.Set(1, 10)
	for _, text := range []string{"a log line\n", ""} {
		if n, err := p.Write([]byte(text)); n != 0 || !errors.Is(err, closed) {
			t.Errorf("%q: got %d bytes, %v; want 0, %v", text, n, err, closed)
		}
	}
	w.Set(10, 10)
	p.Done()
}

func TestNoProgressTakesItsCalls(t *testing.T) {
	t.Parallel()
	var none *Progress
	none.Track(nil).Set(1, 2)
	none.LogTo(nil)
	none.Done()
}

func TestProgressIsNeverWiderThanTheTerminal(t *testing.T) {
	t.Parallel()
	var out paper
	p := NewProgress(&out, 20, strings.Repeat("ä", 40))
	w := p.Track(nil)
	w.Set(1, 2)
	wantScreen(t, &out, strings.Repeat("ä", 18)+"…")
}

func TestProgressMayBeUsedFromManyGoroutines(t *testing.T) {
	t.Parallel()
	var out paper
	p := NewProgress(&out, 80, "records")
	w := p.Track(nil)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 50 {
				w.Set(int64(i*j), 400)
				_, _ = p.Write([]byte("line\n"))
			}
		})
	}
	all.Wait()
	p.Done()
	lines, last := screen(out.String())
	if len(lines) != 400 {
		t.Errorf("finished lines: got %d, want 400", len(lines))
	}
	if last != "" {
		t.Errorf("last line: got %q, want none", last)
	}
	for _, line := range lines {
		if line != "line" {
			t.Errorf("got the broken line %q", line)
		}
	}
}
