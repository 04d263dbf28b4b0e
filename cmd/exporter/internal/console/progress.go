package console

import (
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	// clearLine goes to the line's beginning and erases it (ECMA-48, EL).
	clearLine = "\r\x1b[2K"
	// redrawEvery spares the terminal, because nobody reads faster.
	redrawEvery = 100 * time.Millisecond
)

// Progress is one line at the bottom of a terminal: how far a piece of work
// is, how fast it goes and when it ends. It is also the writer for everything
// else that goes to the same terminal, log lines above all: it takes its line
// away before they are written and draws it again below them.
//
// It is our own because the libraries' bars do not share their terminal this
// way: progressbar counts what was done before the start in its rate and draws
// into lines that are not ended, mpb writes log lines later, from a goroutine
// of its own, so that the last ones are lost when the program ends.
//
// All methods may be called at once from several goroutines; Set and Done also
// on nil, which shows nothing.
type Progress struct {
	mu      sync.Mutex
	w       io.Writer
	width   int // columns of the terminal; 0 is no terminal, so no line
	label   string
	started time.Time
	redrawn time.Time
	first   int64 // done at the first Set, which is not our work
	done    int64
	total   int64
	shown   bool // the line is on the screen
	open    bool // what was written last did not end its line
}

// NewProgress returns the progress line of a terminal width columns wide, see
// Width. With width 0 it draws nothing and only passes on what is written. The
// label says what is counted, such as records.
func NewProgress(w io.Writer, width int, label string) *Progress {
	return &Progress{w: w, width: width, label: label}
}

// Set says how much is done. A total of 0 means that it is not known.
func (p *Progress) Set(done, total int64) {
	if p == nil || p.width == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.started.IsZero() {
		p.started, p.first = now, done
	}
	p.done, p.total = done, total
	if now.Sub(p.redrawn) >= redrawEvery || done == total {
		p.draw(now)
	}
}

// Write writes above the progress line.
func (p *Progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	n, err := p.w.Write(b)
	if n > 0 {
		p.open = b[n-1] != '\n'
	}
	if !p.started.IsZero() {
		p.draw(time.Now())
	}
	return n, err
}

// Done takes the line away. A later Set begins anew.
func (p *Progress) Done() {
	if p == nil || p.width == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.started, p.redrawn = time.Time{}, time.Time{}
}

// draw puts the line on the screen, unless it would land inside another.
// A terminal that is gone is no reason to stop the work, so errors are dropped.
func (p *Progress) draw(now time.Time) {
	if p.open {
		return
	}
	_, _ = io.WriteString(p.w, clearLine+Cut(p.line(now), p.width-1))
	p.shown, p.redrawn = true, now
}

func (p *Progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.w, clearLine)
		p.shown = false
	}
}

// line reads: records 1,200 of 5,000 (24 %), 40.0/s, 1m 35s left.
func (p *Progress) line(now time.Time) string {
	text := p.label + " " + Count(p.done)
	if p.total > 0 {
		text += fmt.Sprintf(" of %s (%d %%)", Count(p.total), int64(float64(p.done)/float64(p.total)*100))
	}
	elapsed := now.Sub(p.started).Seconds()
	if elapsed <= 0 || p.done <= p.first {
		return text
	}
	rate := float64(p.done-p.first) / elapsed
	text += fmt.Sprintf(", %.1f/s", rate)
	if left := p.total - p.done; left > 0 {
		text += ", " + Duration(time.Duration(float64(left)/rate*float64(time.Second))) + " left"
	}
	return text
}
