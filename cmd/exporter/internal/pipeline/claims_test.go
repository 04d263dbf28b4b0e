package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/cmd/exporter/internal/pipeline/claims"
	"callrecords/schema"
)

const claimAge = 5 * time.Minute

// desk is where runs claim records, for one run of the world and others that are played.
type desk struct {
	*world
	calls  [][]string           // ids, call by call
	others map[string]time.Time // records that another run has, and since when
	fails  error
	onCall func()
}

// shares has the run share the work at the desk.
func (d *desk) shares(o *RunOptions) { o.Claims, o.ClaimAge = d, claimAge }

// Claim is the warehouse's.
func (d *desk) Claim(
	_ context.Context, _, _ string, age time.Duration, ids []string,
) (map[string]uint64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls = append(d.calls, slices.Clone(ids))
	if d.onCall != nil {
		d.onCall()
	}
	mine := map[string]uint64{}
	for _, id := range ids {
		e := d.ledger[id]
		since, taken := d.others[id]
		if e.header.Version > e.loaded && (!taken || time.Since(since) >= age) {
			mine[id] = e.header.Version
		}
	}
	return mine, d.fails
}

// loadsLater has the other run load a record after a time.
func (d *desk) loadsLater(id string, after time.Duration) {
	time.AfterFunc(after, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.ledger[id].loaded = d.ledger[id].header.Version
	})
}

// newDesk is a world of some records, in the order of their expiry, of which another run
// has some.
func newDesk(records int, others ...string) *desk {
	d := &desk{world: newWorld(), others: map[string]time.Time{}}
	for i := range records {
		d.add(d.header(fmt.Sprintf("r%03d", i), 1, 700-i))
	}
	for _, id := range others {
		d.others[id] = time.Now()
	}
	return d
}

func (d *desk) wantFetches(t *testing.T, counts map[string]int, records int) {
	t.Helper()
	total := 0
	for id, n := range counts {
		total += n
		if n != 1 {
			t.Errorf("record %s: got %d fetches, want one", id, n)
		}
	}
	if total != records {
		t.Errorf("got %d records fetched, want %d", total, records)
	}
}

func TestRunThatIsAloneClaimsEachChunkOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const records = 2*claims.Chunk + 1
		d := newDesk(records)
		counts, began := d.fetches(), time.Now()
		r, err := d.run(t, d.shares)
		want(t, r, err, figures{
			listed: 2 * records, due: records, loaded: records, complete: true, reconcile: true,
		})
		d.wantFetches(t, counts, len(d.headers))
		if len(d.calls) != 3 || d.calls[0][0] != "r000" || time.Since(began) > 0 {
			t.Errorf("got %d claims, %v; want 3, the oldest first, without a wait", len(d.calls), time.Since(began))
		}
	})
}

func TestWhatAnotherRunHasIsLeftToIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(3, "r000", "r001")
		counts := d.fetches()
		d.onCall = func() { // once it is listed
			d.onCall = nil
			d.loadsLater("r000", time.Second)
			d.loadsLater("r001", time.Minute)
		}
		began := time.Now()
		var log bytes.Buffer
		r, err := d.run(t, d.shares, func(o *RunOptions) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		want(t, r, err, figures{listed: 6, due: 3, loaded: 1, complete: true, reconcile: true})
		if n := strings.Count(log.String(), "waiting for records that another run has claimed"); n != 1 {
			t.Errorf("got the log\n%s\nwant one line of the wait", &log)
		}
		d.wantFetches(t, counts, 1)
		if r.Shared != 2 || r.LeftToOthers != 0 || r.NothingNew() {
			t.Errorf("got %d shared, %d left to others, nothing new %t; want 2, 0, false",
				r.Shared, r.LeftToOthers, r.NothingNew())
		}
		if took := time.Since(began); took < time.Minute || took > time.Minute+2*claims.LookAgain {
			t.Errorf("got an end after %s, want it soon after the other run's minute", took)
		}
	})
}

func TestWhatAKilledRunHadIsFetchedWhenItsClaimsAgeOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(3, "r000", "r001")
		counts, began := d.fetches(), time.Now()
		r, err := d.run(t, d.shares)
		want(t, r, err, figures{listed: 6, due: 3, loaded: 3, complete: true, reconcile: true})
		d.wantFetches(t, counts, 3)
		if took := time.Since(began); took < claimAge || took > claimAge+claims.LookAgain || r.Shared != 0 {
			t.Errorf("got an end after %s, %d shared; want it after the age, 0", took, r.Shared)
		}
	})
}

func TestWhatALivingRunKeepsIsSaidToBeLeftToIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(3, "r001")
		d.onCall = func() { d.others["r001"] = time.Now() } // claimed again, for ever
		counts, began := d.fetches(), time.Now()
		r, err := d.run(t, d.shares)
		want(t, r, err, figures{listed: 6, due: 3, loaded: 2, left: 1, reconcile: true})
		d.wantFetches(t, counts, 2)
		if r.LeftToOthers != 1 || r.Shared != 0 || r.Outcome != RunPartial {
			t.Errorf("got %d left to others, %d shared, %s; want 1, 0, partial", r.LeftToOthers, r.Shared, r.Outcome)
		}
		if took := time.Since(began); took > claimAge+claims.LookAgain {
			t.Errorf("got an end after %s, want it after one age", took)
		}
	})
}

// Two runs that both take themselves for the first cost requests and lose nothing.
func TestRecordThatTwoRunsHaveIsLoadedAllTheSame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(2)
		d.onFetch = func(id string) { d.loadsLater(id, 0) }
		r, err := d.run(t, d.shares)
		want(t, r, err, figures{listed: 4, due: 2, loaded: 2, complete: true, reconcile: true})
	})
}

func TestClaimsThatFailCostNoRecord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(3, "r001")
		d.fails = errors.New("no such table")
		counts := d.fetches()
		var log bytes.Buffer
		r, err := d.run(t, d.shares, func(o *RunOptions) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		want(t, r, err, figures{listed: 6, due: 3, loaded: 3, complete: true, reconcile: true})
		d.wantFetches(t, counts, 3)
		if !strings.Contains(log.String(), "without a claim") || !strings.Contains(log.String(), "no such table") {
			t.Errorf("got the log %s, want it said and why", &log)
		}
	})
}

func TestFetchByIDTellsOtherRunsAndWaitsForNone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(4, "r001")
		counts, began := d.fetches(), time.Now()
		answers, r, err := Fetch(t.Context(), FetchOptions{
			Options: d.options("fetch"), Source: d, IDs: []string{"r000", "r001", "r003"}, Claims: d, ClaimAge: claimAge,
		})
		if err != nil || r.Loaded != 3 || time.Since(began) >= claims.LookAgain {
			t.Errorf("got %d loaded after %s, %v, want all three at once", r.Loaded, time.Since(began), err)
		}
		d.wantFetches(t, counts, 3)
		if len(d.calls) != 1 || !slices.Equal(d.calls[0], []string{"r000", "r001", "r003"}) {
			t.Errorf("got claims %v, want one of the three records", d.calls)
		}
		for _, a := range answers {
			if a.Kind != AnswerKind(schema.OutcomeLoaded) {
				t.Errorf("got %+v, want it loaded", a)
			}
		}
	})
}

func TestRecordThatIsStillReadIsClaimedAgainWithTheNextChunk(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const records = claims.Chunk + 1
		d := newDesk(records)
		next := make(chan struct{})
		d.onFetch = func(id string) {
			if id == "r000" {
				<-next
			}
		}
		d.onCall = func() {
			if len(d.calls) == 2 {
				close(next)
			}
		}
		r, err := d.run(t, d.shares)
		want(t, r, err, figures{
			listed: 2 * records, due: records, loaded: records, complete: true, reconcile: true,
		})
		if len(d.calls) != 2 || !slices.Contains(d.calls[1], "r000") {
			t.Errorf("got claims %v, want r000 in the second again", d.calls)
		}
	})
}

func TestRunThatWaitsForAnotherStopsWhenItIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(2, "r001")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		o := d.runOptions()
		d.shares(&o)
		began := time.Now()
		r, err := Run(ctx, o)
		took := time.Since(began)
		if err == nil || r.Outcome != RunInterrupted || r.Loaded != 1 || r.Left != 1 || took > time.Minute {
			t.Errorf("got %s, %d loaded, %d left, %v after %s; want it interrupted, 1, 1, after a minute",
				r.Outcome, r.Loaded, r.Left, err, took)
		}
	})
}
