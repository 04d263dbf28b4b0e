package console

import (
	"fmt"
	"log/slog"
	"math"
	"strings"
	"time"
)

// Track is one piece of work of a [Progress], such as the run of one tenant. Its
// methods may be called at once from several goroutines, also on nil.
type Track struct {
	progress  *Progress
	throttled func() int64 // nil for none
	figures
	first   int64 // done at the beginning, which is not our work
	started bool
}

// figures are how far a piece of work is.
type figures struct {
	doing          string // what is done that has no figures; "" for nothing
	listing        bool
	listed         int64
	days, ofDays   int64 // with records listed so far, and of the whole list; 0 of 0 is not known
	done, total    int64 // records; a total of 0 is not known
	bytes, ofBytes int64 // of files; 0 is not known
}

// Track begins a piece of work. throttled, which may be nil, is asked for the answers of
// 429 so far.
func (p *Progress) Track(throttled func() int64) *Track {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &Track{progress: p, throttled: throttled}
	p.tracks = append(p.tracks, t)
	p.begin()
	return t
}

// Set says how many records are done. A total of 0 means that it is not known.
func (t *Track) Set(done, total int64) {
	t.change(func(f *figures) { f.done, f.total = done, total })
}

// List says how many records were listed, and from how many days of the whole list.
func (t *Track) List(listed, days, ofDays int64, ended bool) {
	t.change(func(f *figures) { f.listed, f.days, f.ofDays, f.listing = listed, days, ofDays, !ended })
}

// Read says how many bytes more were read of files that have so many.
func (t *Track) Read(more, of int64) {
	t.change(func(f *figures) { f.bytes, f.ofBytes = f.bytes+more, of })
}

// Say says what is done now that has no figures.
func (t *Track) Say(doing string) {
	t.change(func(f *figures) { f.doing, f.listing = doing, false })
}

// change changes the figures and draws the line.
func (t *Track) change(with func(f *figures)) {
	if t == nil {
		return
	}
	p := t.progress
	p.mu.Lock()
	defer p.mu.Unlock()
	with(&t.figures)
	if !t.started {
		t.started, t.first = true, t.done
	}
	now := time.Now()
	if !p.holds(t) {
		return // it has ended
	}
	if p.started.IsZero() {
		p.started = now
	}
	whole := t.done == t.total && t.total > 0
	if p.width > 0 && (whole || now.Sub(p.redrawn) >= redrawEvery) {
		p.draw(now)
		p.redrawn = now
	}
}

// sum adds up the tracks. ours is what was done since they began.
func (p *Progress) sum() (all figures, ours int64, throttled int64) {
	for _, t := range p.tracks {
		if t.doing != "" {
			all.doing = t.doing
		}
		all.listing = all.listing || t.listing
		all.listed += t.listed
		all.days, all.ofDays = max(all.days, t.days), max(all.ofDays, t.ofDays)
		all.done, all.total = all.done+t.done, all.total+t.total
		all.bytes, all.ofBytes = all.bytes+t.bytes, all.ofBytes+t.ofBytes
		ours += t.done - t.first
		if t.throttled != nil {
			throttled += t.throttled()
		}
	}
	return all, ours, throttled
}

// pace is records per second, and how long the rest takes; 0 where it is not known.
func (p *Progress) pace(now time.Time, f figures, ours int64) (rate float64, left time.Duration) {
	elapsed := now.Sub(p.started).Seconds()
	if elapsed <= 0 || ours <= 0 {
		return 0, 0
	}
	rate = float64(ours) / elapsed
	var seconds float64
	switch {
	case f.total > f.done:
		seconds = float64(f.total-f.done) / rate
	case f.total == 0 && f.bytes > 0 && f.ofBytes > f.bytes:
		seconds = elapsed / float64(f.bytes) * float64(f.ofBytes-f.bytes)
	}
	return rate, time.Duration(min(seconds*float64(time.Second), math.MaxInt64/2))
}

// line reads: listed 1,200 so far, 8 of 30 days; records 400 of 900 (44 %), 40.0/s,
// 13s left, 2 throttled.
func (p *Progress) line(now time.Time) string {
	f, ours, throttled := p.sum()
	var parts []string
	if f.doing != "" {
		parts = append(parts, f.doing)
	}
	if f.listing {
		text := "listed " + Count(f.listed) + " so far"
		if f.ofDays > 1 {
			text += fmt.Sprintf(", %d of %d days", f.days, f.ofDays)
		}
		parts = append(parts, text)
	}
	if f.done > 0 || f.total > 0 || len(parts) == 0 {
		text := p.label + " " + Count(f.done)
		if f.total > 0 {
			text += fmt.Sprintf(" of %s (%d %%)", Count(f.total), percent(f.done, f.total))
		}
		parts = append(parts, text)
	}
	line := strings.Join(parts, "; ")
	if f.total == 0 && f.ofBytes > 0 {
		line += fmt.Sprintf(", %d %% of %s", percent(f.bytes, f.ofBytes), Bytes(f.ofBytes))
	}
	rate, left := p.pace(now, f, ours)
	if rate > 0 {
		line += fmt.Sprintf(", %.1f/s", rate)
	}
	if left > 0 {
		line += ", " + Duration(left) + " left"
	}
	if throttled > 0 {
		line += ", " + Count(throttled) + " throttled"
	}
	return line
}

// attrs are the figures of the line for a log.
func (p *Progress) attrs(now time.Time) []any {
	f, ours, throttled := p.sum()
	phase := "fetching"
	switch {
	case f.doing != "":
		phase = f.doing
	case f.listing && f.done == 0:
		phase = "listing"
	case f.listing:
		phase = "listing and fetching"
	case f.listed == 0:
		phase = "loading"
	}
	all := []any{"phase", phase}
	if f.listed > 0 || f.listing {
		all = append(all, "listed", f.listed, "days", f.days, "of_days", f.ofDays)
	}
	all = append(all, p.label, f.done)
	if f.total > 0 {
		all = append(all, "of", f.total)
	}
	if f.ofBytes > 0 {
		all = append(all, "bytes", f.bytes, "of_bytes", f.ofBytes)
	}
	rate, left := p.pace(now, f, ours)
	if rate > 0 {
		all = append(all, "per_second", math.Round(rate*10)/10)
	}
	if left > 0 {
		all = append(all, "left", Duration(left))
	}
	return append(all, "throttled", throttled)
}

// percent rounds down: 100 is the end.
func percent(done, total int64) int64 {
	return int64(float64(done) / float64(total) * 100)
}

// logEvery is how often the figures are logged where no terminal shows them.
const logEvery = 30 * time.Second

// drawEvery is how often the line is drawn on a terminal while nothing changes: the time
// that is left goes on, and who watches sees that the program lives.
const drawEvery = 500 * time.Millisecond

// LogTo logs the figures every 30 seconds while there is work, unless there is a
// terminal. It is to be called before the work begins.
func (p *Progress) LogTo(log *slog.Logger) {
	if p == nil || p.width > 0 {
		return
	}
	p.log = log
}

// begin starts the clock of the line, or of the log's lines.
func (p *Progress) begin() {
	switch {
	case p.timer != nil:
	case p.width > 0:
		p.timer = time.AfterFunc(drawEvery, p.tick)
	case p.log != nil:
		p.timer = time.AfterFunc(logEvery, p.tick)
	}
}

// tick draws the line or logs the figures, and waits for the next time. The log may be
// written through the progress itself, so it is written without the lock.
func (p *Progress) tick() {
	p.mu.Lock()
	if p.timer == nil {
		p.mu.Unlock()
		return
	}
	now := time.Now()
	if p.width > 0 {
		p.timer.Reset(drawEvery)
		if !p.started.IsZero() && now.Sub(p.redrawn) >= drawEvery {
			p.draw(now)
		}
		p.mu.Unlock()
		return
	}
	p.timer.Reset(logEvery)
	attrs := p.attrs(now)
	p.mu.Unlock()
	p.log.Info("progress", attrs...)
}
