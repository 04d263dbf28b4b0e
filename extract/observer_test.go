package extract

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
)

// told is what an observer was told of.
type told struct {
	mu     sync.Mutex
	came   map[string]map[AnswerOutcome]int // by collection
	waited map[WaitReason]time.Duration
	slow   time.Duration // the longest answer
}

// observer notes all that it is told.
func (n *told) observer() Observer {
	n.came, n.waited = map[string]map[AnswerOutcome]int{}, map[WaitReason]time.Duration{}
	return Observer{
		Answered: func(a Answer) {
			n.mu.Lock()
			defer n.mu.Unlock()
			if n.came[a.Collection] == nil {
				n.came[a.Collection] = map[AnswerOutcome]int{}
			}
			n.came[a.Collection][a.Outcome]++
			n.slow = max(n.slow, a.Duration)
		},
		Waited: func(w Wait) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.waited[w.Reason] += w.Duration
		},
	}
}

func TestObserverIsToldOfEveryRequestOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault graphtest.Fault
		want  AnswerOutcome
	}{
		"nothing wrong": {graphtest.FaultNone, AnswerTaken},
		"429":           {graphtest.FaultThrottle429, AnswerThrottled},
		"503":           {graphtest.FaultUnavailable503, AnswerBroken},
		"reset":         {graphtest.FaultReset, AnswerNone},
		"truncated":     {graphtest.FaultTruncate, AnswerNone},
		"not json":      {graphtest.FaultNotJSON, AnswerUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := graphtest.New(graphtest.Options{Records: 3, Faults: graphtest.Faults{
					Fault: func(r *http.Request, n int) graphtest.Fault {
						if n > 1 || !strings.Contains(r.URL.RequestURI(), "/callRecords?") {
							return graphtest.FaultNone
						}
						return c.fault
					},
				}})
				var n told
				client := inside(t, tenant.Transport(), func(o *Options) { o.Observer = n.observer() })
				if _, errs := listAll(t.Context(), client, lately()); len(errs) > 0 {
					t.Fatal(errs)
				}
				want := map[AnswerOutcome]int{AnswerTaken: 1}
				if c.want != AnswerTaken {
					want[c.want]++
				}
				if got := n.came[list.Name]; !maps.Equal(got, want) {
					t.Errorf("answers: got %v, want %v", got, want)
				}
				if n.came[StatsToken][AnswerTaken] == 0 {
					t.Errorf("tokens: got %v, want one", n.came[StatsToken])
				}
				if waited := n.waited[WaitRetry] > 0; waited != (c.want != AnswerTaken) {
					t.Errorf("waited: got %v, want a wait after a failure only", n.waited)
				}
			})
		})
	}
}

func TestOutcomeFollowsTheStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]AnswerOutcome{
		0: AnswerNone, 200: AnswerTaken, 400: AnswerRejected, 401: AnswerDenied, 403: AnswerDenied,
		404: AnswerNotFound, 429: AnswerThrottled, 500: AnswerBroken, 504: AnswerBroken, 302: AnswerRejected,
	} {
		if got := outcomeOf(status, status == http.StatusOK); got != want {
			t.Errorf("%d: got %s, want %s", status, got, want)
		}
	}
}

func TestQuotasAreOfTheWholeTenant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.New(graphtest.Options{Records: 3})
		client := inside(t, tenant.Transport(), nil)
		headers, errs := listAll(t.Context(), client, lately())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if _, err := fetchAll(t.Context(), client, headers[0].ID); err != nil {
			t.Fatal(err)
		}
		used := map[string]int{}
		for _, q := range client.Quotas() {
			used[q.Limit] = q.Used
		}
		if used[listLimit.Name] != 1 || used[recordsLimit.Name] < 2 || len(used) != 2 {
			t.Errorf("got %v, want one request of the list, and it and those of the record together", used)
		}
	})
}
