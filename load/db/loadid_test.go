package db_test

import (
	"sync"
	"testing"
	"time"

	"callrecords/load/db"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func TestLoadIDsOnlyGrow(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]time.Duration{
		"time stands still":      0, // more than 8,192 in one ms borrow from the next
		"time goes on":           time.Millisecond,
		"a clock that goes back": -time.Second,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ids, last := db.NewLoadIDs(), uint64(0)
			for i := range 20_000 {
				id := ids.Next(noon.Add(time.Duration(i) * step))
				if id <= last {
					t.Fatalf("load %d: got %d behind %d, want a greater one", i, id, last)
				}
				last = id
			}
		})
	}
}

func TestLoadIDSaysWhenItWasMade(t *testing.T) {
	t.Parallel()
	epoch := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct{ at, want time.Time }{
		"an instant":       {noon, noon},
		"parts of a ms":    {noon.Add(999 * time.Microsecond), noon},
		"the epoch":        {epoch, epoch},
		"before the epoch": {epoch.AddDate(-1, 0, 0), epoch},
		"the year 2094":    {time.Date(2094, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2094, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := db.NewLoadIDs().Next(c.at)
			if got := db.LoadTime(id); !got.Equal(c.want) {
				t.Errorf("load time: got %s, want %s", got, c.want)
			}
			if first := db.FirstLoadAt(c.at); first > id {
				t.Errorf("first load of the instant: got %d, want at most %d", first, id)
			}
			if later := db.FirstLoadAt(c.want.Add(time.Millisecond)); later <= id {
				t.Errorf("first load one ms later: got %d, want more than %d", later, id)
			}
		})
	}
}

func TestLoadIDsOfSeveralGoroutinesDiffer(t *testing.T) {
	t.Parallel()
	const goroutines, each = 4, 5_000
	ids, seen := db.NewLoadIDs(), make([][]uint64, goroutines)
	var all sync.WaitGroup
	for g := range goroutines {
		all.Go(func() {
			for range each {
				seen[g] = append(seen[g], ids.Next(noon))
			}
		})
	}
	all.Wait()
	distinct := map[uint64]bool{}
	for _, some := range seen {
		for _, id := range some {
			distinct[id] = true
		}
	}
	if len(distinct) != goroutines*each {
		t.Errorf("got %d distinct ids, want %d", len(distinct), goroutines*each)
	}
}
