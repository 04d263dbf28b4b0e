package db

import (
	"context"
	"fmt"
	"time"
)

// MaxSkew is how far a machine's clock may be away from the warehouse's. Sweep
// ages are hours and windows are days, so minutes do no harm; NTP keeps
// milliseconds.
const MaxSkew = 5 * time.Minute

// ClockError means that this machine's clock and the warehouse's differ by more
// than [MaxSkew]. Which of the two is wrong is not known here.
type ClockError struct {
	Ours, Warehouse time.Time
}

// Error says how far apart they are and what to do.
func (e *ClockError) Error() string {
	by, side := e.Ours.Sub(e.Warehouse), "ahead of"
	if by < 0 {
		by, side = -by, "behind"
	}
	return fmt.Sprintf("this machine's clock (%s) is %s %s the warehouse's (%s): "+
		"set both by NTP; until then nothing is loaded, swept or settled, because loads that are under way "+
		"and records that are due would be judged by the wrong time",
		e.Ours.UTC().Format(time.RFC3339), by.Round(time.Second), side, e.Warehouse.UTC().Format(time.RFC3339))
}

// Now is the time by the clock that all who use the warehouse share: the
// engine's. Ages and deadlines of what is in the warehouse are measured by it.
func (d *DB) Now(ctx context.Context) (time.Time, error) {
	if d.clock != nil {
		return d.clock(ctx)
	}
	now, err := QueryRow[struct {
		At Time `json:"at"`
	}](ctx, d, "SELECT now64(3, 'UTC') AS at", nil)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the warehouse's clock: %w", err)
	}
	return now.At.Time, nil
}

// CheckClock holds a time by this machine's clock against the warehouse's, and
// returns the warehouse's. A difference of more than [MaxSkew] is a
// *[ClockError].
func (d *DB) CheckClock(ctx context.Context, ours time.Time) (time.Time, error) {
	now, err := d.Now(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if ours.Sub(now).Abs() > MaxSkew {
		return now, &ClockError{Ours: ours, Warehouse: now}
	}
	return now, nil
}
