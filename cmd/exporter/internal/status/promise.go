package status

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/load/ledger"
)

// Promise is how the promise stands, of all parts together, in one sentence: what of
// that which Graph listed is in, and how old that is.
func (r Report) Promise() string {
	sum := r.Sum()
	var said []string
	switch missing := sum.Listed - sum.In - min(sum.Due, sum.Listed-sum.In); {
	case sum.Listed == 0 && len(sum.Runs) == 0:
		return "Nothing has been exported yet"
	case sum.Listed == 0:
		said = append(said, "Graph has listed no record yet")
	case sum.In == sum.Listed:
		said = append(said, allIn(sum.Listed))
	default:
		if sum.Due > 0 {
			said = append(said, sum.dueSentence(r.CheckedAt))
		}
		if missing > 0 {
			said = append(said, sum.missingSentence(missing))
		}
	}
	return strings.Join(append(said, newestRun(sum.Runs, r.CheckedAt)), "; ")
}

// Sum adds up all parts: the oldest record that is due of all, the earliest last
// success, all runs, newest first. It has no tenant, and no dangers: those are a tenant's.
func (r Report) Sum() Part {
	var sum Part
	for i, p := range r.Parts {
		sum.Listed += p.Listed
		sum.In += p.In
		sum.Live += p.Live
		sum.Due += p.Due
		sum.Lost += p.Lost
		sum.Unread += p.Unread
		sum.SuccessAt = earliest(sum.SuccessAt, p.SuccessAt, i == 0)
		sum.LoadedAt, sum.UnreadAt = latest(sum.LoadedAt, p.LoadedAt), latest(sum.UnreadAt, p.UnreadAt)
		if p.Oldest != nil && (sum.Oldest == nil || p.Oldest.ExpiresAt.Before(sum.Oldest.ExpiresAt)) {
			sum.Oldest = p.Oldest
		}
		sum.Runs = append(sum.Runs, p.Runs...)
		sum.Days = together(sum.Days, p.Days)
	}
	slices.SortStableFunc(
		sum.Runs,
		func(a, b ledger.LastRun) int { return b.Started.Compare(a.Started.Time) },
	)
	return sum
}

// earliest is never (nil) as soon as one of them is; the first has nothing before it.
func earliest(a, b *time.Time, first bool) *time.Time {
	if first || a != nil && (b == nil || b.Before(*a)) {
		return b
	}
	return a
}

func latest(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}

// together adds up two lists of days. Families may be kept for different times.
func together(a, b []Day) []Day {
	all := slices.Clone(a)
	for _, d := range b {
		i, found := slices.BinarySearchFunc(all, d, func(x, y Day) int { return x.Start.Compare(y.Start) })
		if !found {
			all = slices.Insert(all, i, d)
			continue
		}
		all[i].Listed += d.Listed
		all[i].In += d.In
		all[i].Due += d.Due
		all[i].Unread += d.Unread
	}
	return all
}

func allIn(n uint64) string {
	if n == 1 {
		return "The one record that Graph listed is in"
	}
	return fmt.Sprintf("All %s records that Graph listed are in", count(n))
}

// dueSentence is how many records are due, and how long Graph has the first of them.
func (p Part) dueSentence(now time.Time) string {
	s := fmt.Sprintf("%s of %s records %s due", count(p.Due), count(p.Listed), isAre(p.Due))
	if p.Oldest == nil {
		return s
	}
	left := p.Oldest.ExpiresAt.Sub(now)
	if left < 0 {
		return s + "; the first expired " + console.Duration(-left) + " ago"
	}
	return s + "; the first expires in " + console.Duration(left)
}

// missingSentence is about records that are neither in nor due: lost, or taken back.
func (p Part) missingSentence(missing uint64) string {
	how := "neither in nor due"
	if missing == p.Unread {
		how = "lost unread"
	}
	return fmt.Sprintf("%s of %s records %s %s", count(missing), count(p.Listed), isAre(missing), how)
}

// newestRun is how the newest run ended, and when.
func newestRun(runs []ledger.LastRun, now time.Time) string {
	if len(runs) == 0 {
		return "no run has ended yet"
	}
	run := slices.MaxFunc(runs, func(a, b ledger.LastRun) int { return a.Finished.Compare(b.Finished.Time) })
	said := fmt.Sprintf("newest run %s ago", console.Duration(max(0, now.Sub(run.Finished.Time))))
	if run.Outcome != "complete" {
		said += ", " + run.Outcome
	}
	return said
}

func isAre(n uint64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
