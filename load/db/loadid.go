package db

import (
	"math/rand/v2"
	"sync"
	"time"
)

// A load id is 41 bits of ms since loadEpoch, 10 of writer, 13 of counter. The
// time says how old a load is; the other two keep concurrent writers apart.
const (
	writerBits  = 10
	counterBits = 13
)

// loadEpoch is where load ids begin; 41 bits of ms reach into the year 2094.
var loadEpoch = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// LoadIDs makes load ids that only grow. It may be used from several goroutines.
type LoadIDs struct {
	mu      sync.Mutex
	writer  uint64
	counter uint64
	last    uint64
}

// NewLoadIDs makes a source of load ids with a writer and a first counter at
// random: two processes meet in an id once in eight million loads of the same
// millisecond.
func NewLoadIDs() *LoadIDs {
	return &LoadIDs{
		writer:  rand.Uint64N(1 << writerBits),
		counter: rand.Uint64N(1 << counterBits),
	}
}

// Next is a fresh load id. More than 8,192 in one ms borrow from the next.
func (l *LoadIDs) Next(now time.Time) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counter = (l.counter + 1) % (1 << counterBits)
	ms := max(
		uint64(max(now.Sub(loadEpoch).Milliseconds(), 0)),
		l.last>>(writerBits+counterBits),
	) // a clock may be set back
	for {
		id := ms<<(writerBits+counterBits) | l.writer<<counterBits | l.counter
		if id > l.last {
			l.last = id
			return id
		}
		ms++
	}
}

// LoadTime is when a load id was made.
func LoadTime(id uint64) time.Time {
	return loadEpoch.Add(time.Duration(id>>(writerBits+counterBits)) * time.Millisecond)
}

// FirstLoadAt is the smallest load id of an instant: ids below it are older.
func FirstLoadAt(t time.Time) uint64 {
	return uint64(max(t.Sub(loadEpoch).Milliseconds(), 0)) << (writerBits + counterBits)
}

// LoadIDAt is a load id as if it were made at another instant: by the same writer, with the
// same count.
func LoadIDAt(id uint64, t time.Time) uint64 {
	return FirstLoadAt(t) | id%(1<<(writerBits+counterBits))
}

// LoadsPerDay is how many load ids a UTC day has room for. An id divided by it, in whole
// numbers, is the number of its day: [LoadDay] is when that one begins.
const LoadsPerDay = uint64(24*time.Hour/time.Millisecond) << (writerBits + counterBits)

// LoadDay is when a day of load ids begins, in UTC.
func LoadDay(number uint64) time.Time { return LoadTime(number * LoadsPerDay) }
