package statuspage

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/cmd/exporter/internal/status"
)

// slow are answers that take some time, and count the questions.
func slow(ctx context.Context, takes time.Duration, err error) (*answers, *atomic.Int64) {
	asked := new(atomic.Int64)
	return &answers{ctx: ctx, ask: func(ctx context.Context) (status.Report, error) {
		asked.Add(1)
		select {
		case <-time.After(takes):
		case <-ctx.Done():
			return status.Report{}, ctx.Err()
		}
		return status.Report{Danger: true}, err
	}}, asked
}

func TestManyReadersAskOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, asked := slow(t.Context(), time.Second, nil)
		var readers sync.WaitGroup
		for range 100 {
			readers.Go(func() {
				if got := a.latest(t.Context()); got.err != nil || !got.report.Danger {
					t.Errorf("got %+v, want the report", got)
				}
			})
		}
		readers.Wait()
		a.latest(t.Context())
		if got := asked.Load(); got != 1 {
			t.Errorf("got %d questions, want one", got)
		}
		time.Sleep(fresh)
		a.latest(t.Context())
		if got := asked.Load(); got != 2 {
			t.Errorf("got %d questions, want another one for an answer that is not fresh", got)
		}
	})
}

func TestSlowAnswerIsWaitedForNoLonger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, asked := slow(t.Context(), 20*time.Second, nil)
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			if got := a.latest(ctx); !errors.Is(got.err, errAsking) {
				t.Errorf("got %v, want %v", got.err, errAsking)
			}
			cancel()
		}
		time.Sleep(10 * time.Second)
		if got := a.latest(t.Context()); got.err != nil || asked.Load() != 1 {
			t.Errorf("got %v after %d questions, want the answer of the first", got.err, asked.Load())
		}
		time.Sleep(fresh + time.Second)
		if a.latest(t.Context()); asked.Load() != 1 {
			t.Errorf("got %d questions, want none for as long as the last one took", asked.Load())
		}
	})
}

func TestOldAnswerIsKeptBesideAnError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		a, _ := slow(ctx, time.Second, nil)
		a.latest(t.Context())
		stop()
		time.Sleep(fresh)
		if got := a.latest(t.Context()); !errors.Is(got.err, context.Canceled) || !got.report.Danger {
			t.Errorf("got %+v, want the error and the report before it", got)
		}
	})
}
