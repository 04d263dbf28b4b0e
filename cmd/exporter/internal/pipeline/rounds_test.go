package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/schema"
)

// slowList is a world whose list is a function of its own, in the time of a bubble.
type slowList struct {
	*world
	list func(ctx context.Context, page func(...schema.Header) bool) error
}

// List is the source's.
func (s *slowList) List(ctx context.Context, _ schema.Window) iter.Seq2[schema.ListPage, error] {
	return func(yield func(schema.ListPage, error) bool) {
		err := s.list(ctx, func(h ...schema.Header) bool { return yield(schema.ListPage{Headers: h}, nil) })
		if err != nil {
			yield(schema.ListPage{}, err)
		}
	}
}

// run runs the pipeline with the bubble's clock.
func (s *slowList) run(ctx context.Context, change ...func(*RunOptions)) (Report, error) {
	o := s.runOptions()
	o.Source, o.Now = s, time.Now
	for _, c := range change {
		c(&o)
	}
	return Run(ctx, o)
}

// seen says whether readers see a record.
func (s *slowList) seen(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.live[id] > 0
}

func newSlowList() *slowList {
	w := newWorld()
	w.at = time.Now()
	return &slowList{world: w}
}

func TestWhatALongListHasShownIsLoadedMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlowList()
		a, b := s.header("a", 1, 5), s.header("b", 1, 6)
		s.add(a, b)
		var meanwhile bool
		s.list = func(_ context.Context, page func(...schema.Header) bool) error {
			for range 100 {
				page(a) // the same again and again
				time.Sleep(20 * time.Second)
			}
			meanwhile = s.seen("a")
			page(b)
			return nil
		}
		r, err := s.run(t.Context())
		want(t, r, err, figures{listed: 101, due: 2, loaded: 2, complete: true, reconcile: true})
		if !meanwhile {
			t.Error("after half an hour of listing nothing was loaded")
		}
	})
}

func TestRecordThatFailsIsTriedOncePerVersionThatALongListShows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlowList()
		a := s.header("a", 1, 5)
		s.add(a)
		s.fail["a"] = &schema.SourceError{Fault: schema.FaultBusy}
		fetched := 0
		s.onFetch = func(string) { fetched++ }
		s.list = func(_ context.Context, page func(...schema.Header) bool) error {
			for hour := range 3 {
				if hour == 2 {
					a.Version++
				}
				page(a)
				time.Sleep(time.Hour)
			}
			return nil
		}
		r, err := s.run(t.Context())
		want(t, r, err, figures{listed: 3, due: 2, left: 1, reconcile: true})
		if fetched != 2 {
			t.Errorf("got %d fetches, want one per version", fetched)
		}
	})
}

func TestShortListIsReadToItsEndBeforeAnythingIsFetched(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlowList()
		old, young := s.header("old", 1, 600), s.header("young", 1, 1)
		s.add(old, young)
		var order []string
		s.onFetch = func(id string) { order = append(order, id) }
		s.list = func(_ context.Context, page func(...schema.Header) bool) error {
			page(young)
			time.Sleep(roundEvery - time.Second)
			page(old)
			return nil
		}
		_, err := s.run(t.Context(), func(o *RunOptions) { o.Concurrency = 1 })
		if want := []string{"old", "young"}; err != nil || !slices.Equal(order, want) {
			t.Errorf("got fetched %v and %v, want %v", order, err, want)
		}
	})
}

func TestRunThatIsStoppedOrFailsEndsItsList(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		change  func(s *slowList, stop func())
		want    error
		outcome string
	}{
		"stopped": {func(_ *slowList, stop func()) { time.AfterFunc(time.Hour, stop) },
			context.Canceled, RunInterrupted},
		"the warehouse fails": {func(s *slowList, _ func()) { s.refuse["insert"] = broken }, broken, RunFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				s := newSlowList()
				a := s.header("a", 1, 5)
				s.add(a)
				test.change(s, stop)
				s.list = func(ctx context.Context, page func(...schema.Header) bool) error {
					page(a)
					for i := range 1000 {
						select {
						case <-ctx.Done():
							return ctx.Err()
						case <-time.After(time.Minute):
							page(s.header(fmt.Sprint(i), 1, 1))
						}
					}
					return nil
				}
				r, err := s.run(ctx)
				if !errors.Is(err, test.want) || r.Outcome != test.outcome || r.Reconcile {
					t.Errorf("got %v, outcome %q, reconcile %v, want %v",
						err, r.Outcome, r.Reconcile, test.want)
				}
				canceled := strings.Count(fmt.Sprint(err), context.Canceled.Error())
				if want := strings.Count(test.want.Error(), context.Canceled.Error()); canceled != want {
					t.Errorf("got %q, want %d times that it was canceled", err, want)
				}
			})
		})
	}
}
