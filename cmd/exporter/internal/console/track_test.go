package console

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressAddsUpWhatGoesOnAtOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		work func(p *Progress)
		want string
	}{
		"listing": {func(p *Progress) { p.Track(nil).List(1200, 8, 30, false) },
			"listed 1,200 so far, 8 of 30 days"},
		"listing without days": {func(p *Progress) { p.Track(nil).List(0, 0, 0, false) }, "listed 0 so far"},
		"listed, and fetching": {func(p *Progress) {
			w := p.Track(nil)
			w.List(1200, 30, 30, true)
			w.Set(0, 900)
			time.Sleep(10 * time.Second)
			w.Set(400, 900)
		}, "records 400 of 900 (44 %), 40.0/s, 12s left"},
		"two tenants": {func(p *Progress) {
			a, b := p.Track(nil), p.Track(func() int64 { return 7 })
			a.List(100, 3, 30, false)
			a.Set(0, 50)
			b.List(1100, 9, 30, true)
			b.Set(0, 50)
			time.Sleep(10 * time.Second)
			a.Set(5, 50)
			time.Sleep(redrawEvery)
			b.Set(5, 50)
		}, "listed 1,200 so far, 9 of 30 days; records 10 of 100 (10 %), 1.0/s, 1m 31s left, 7 throttled"},
		"bytes of files": {func(p *Progress) {
			w := p.Track(nil)
			w.Set(0, 0)
			w.Read(25_000_000, 100_000_000)
			time.Sleep(10 * time.Second)
			w.Set(20, 0)
		}, "records 20, 25 % of 100.0 MB, 2.0/s, 30s left"},
		"nothing to count": {func(p *Progress) { p.Track(nil).Say("checking") }, "checking"},
		"what has ended": {func(p *Progress) {
			w := p.Track(nil)
			w.Set(1, 2)
			p.Done()
			w.Set(2, 2)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var out paper
				p := NewProgress(&out, 100, "records")
				test.work(p)
				wantScreen(t, &out, test.want)
			})
		})
	}
}

func TestProgressIsLoggedEvery30SecondsWhereNoTerminalIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 0, "records")
		log := Logger(p, "info", "text", 0)
		p.LogTo(log)
		time.Sleep(time.Hour) // nothing to say before there is work
		w := p.Track(func() int64 { return 3 })
		w.List(1200, 8, 30, false)
		time.Sleep(45 * time.Second)
		w.List(3000, 30, 30, true)
		w.Set(300, 900)
		time.Sleep(30 * time.Second)
		p.Done()
		time.Sleep(time.Hour)
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != 2 {
			t.Fatalf("got %q, want two lines", lines)
		}
		for i, want := range []string{
			"msg=progress phase=listing listed=1200 days=8 of_days=30 records=0 throttled=3",
			"msg=progress phase=fetching listed=3000 days=30 of_days=30 records=300 of=900 " +
				"per_second=5 left=2m throttled=3",
		} {
			if _, got, _ := strings.Cut(lines[i], "level=INFO "); got != want {
				t.Errorf("line %d: got %s, want %s", i, got, want)
			}
		}
		if !strings.Contains(lines[0], "Z level=") {
			t.Errorf("got %s, want a time in UTC", lines[0])
		}
	})
}

func TestProgressIsNotLoggedWhereATerminalShowsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out paper
		p := NewProgress(&out, 80, "records")
		p.LogTo(Logger(p, "info", "text", 80))
		p.Track(nil).Set(1, 2)
		time.Sleep(time.Hour)
		wantScreen(t, &out, "records 1 of 2 (50 %)")
	})
}
