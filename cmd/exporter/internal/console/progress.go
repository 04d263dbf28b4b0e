package console

import (
	"io"
	"log/slog"
	"slices"
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
// Where there is no terminal, the figures can go into the log (LogTo).
//
// All methods may be called at once from several goroutines; Track and Done also
// on nil, which shows nothing.
type Progress struct {
	mu      sync.Mutex
	w       io.Writer
	width   int // columns of the terminal; 0 is no terminal, so no line
	label   string
	started time.Time
	redrawn time.Time // for a change
	tracks  []*Track
	log     *slog.Logger // gets the figures where there is no terminal; nil for none
	timer   *time.Timer  // of the line, or of the log; nil while there is no work
	shown   bool         // the line is on the screen
	open    bool         // what was written last did not end its line
}

// NewProgress returns the progress line of a terminal width columns wide, see
// Width. With width 0 it draws nothing and only passes on what is written. The
// label says what is counted, such as records.
func NewProgress(w io.Writer, width int, label string) *Progress {
	return &Progress{w: w, width: width, label: label}
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
	if p.width > 0 && !p.started.IsZero() {
		p.draw(time.Now())
	}
	return n, err
}

// Done takes the line away and ends all tracks. A later Track begins anew.
func (p *Progress) Done() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.started, p.redrawn, p.tracks = time.Time{}, time.Time{}, nil
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}

// holds says whether a track is still of this work.
func (p *Progress) holds(t *Track) bool { return slices.Contains(p.tracks, t) }

// draw puts the line on the screen, unless it would land inside another.
// A terminal that is gone is no reason to stop the work, so errors are dropped.
func (p *Progress) draw(now time.Time) {
	if p.open {
		return
	}
	_, _ = io.WriteString(p.w, clearLine+Cut(p.line(now), p.width-1))
	p.shown = true
}

func (p *Progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.w, clearLine)
		p.shown = false
	}
}
