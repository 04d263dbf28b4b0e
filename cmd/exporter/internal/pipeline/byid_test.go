package pipeline

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"callrecords/schema"
)

// fetch asks for records by their ids.
func (w *world) fetch(t *testing.T, ids ...string) (map[string]Answer, Report, error) {
	t.Helper()
	answers, r, err := Fetch(t.Context(), FetchOptions{Options: w.options("fetch"), Source: w, IDs: ids})
	byID := map[string]Answer{}
	for i, a := range answers {
		byID[a.RecordID] = a
		if err == nil && a.RecordID != ids[i] {
			t.Errorf("answer %d: got that of %q, want that of %q", i, a.RecordID, ids[i])
		}
	}
	if err == nil && len(answers) != len(ids) {
		t.Errorf("got %d answers, want %d", len(answers), len(ids))
	}
	return byID, r, err
}

func TestFetchSaysForEachIDWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	notFound := &schema.SourceError{Fault: schema.FaultNotFound, RecordID: "x"}
	w := newWorld()
	w.add(w.header("known", 2, 5), w.header("grown", 1, 6), w.header("forgotten", 1, 7))
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	delete(w.headers, "forgotten")
	w.add(w.header("unseen", 1, 8), w.header("grown", 2, 6), w.header("young", 1, 1),
		w.header("old", 1, 31*24), w.header("away", 1, 20), w.header("hers", 1, 9), w.header("busy", 1, 9),
		w.header("crooked", 1, 9), w.header("not asked for", 1, 9))
	w.fail["young"], w.fail["old"], w.fail["away"] = notFound, notFound, notFound
	w.fail["crooked"] = errMalformed
	w.noHeader = map[string]error{
		"hers": &schema.SourceError{Fault: schema.FaultDenied, RecordID: "hers"},
		"busy": &schema.SourceError{Fault: schema.FaultBusy, RecordID: "busy"},
	}
	answers, r, err := w.fetch(t, "known", "grown", "forgotten", "unseen", "young", "old", "away", "hers", "busy",
		"crooked", "nobody")
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]Answer{
		"known":     {Kind: AnswerUnchanged, Version: 2},
		"grown":     {Kind: AnswerKind(schema.OutcomeLoaded), Version: 2},
		"forgotten": {Kind: AnswerUnchanged, Version: 1, Reason: "no longer has it"},
		"unseen":    {Kind: AnswerKind(schema.OutcomeLoaded), Version: 1},
		"young":     {Kind: AnswerKind(schema.OutcomeNotBuilt), Version: 1, Reason: "by 2026-03-20T14:00:00Z at the latest"},
		"old":       {Kind: AnswerExpired, Version: 1, Reason: "keeps 30 days"},
		"away":      {Kind: AnswerGone, Version: 1, Reason: "no longer has it"},
		"hers":      {Kind: AnswerDenied, Reason: "denied"},
		"busy":      {Kind: AnswerKind(schema.OutcomeFailed), Reason: "busy"},
		"crooked":   {Kind: AnswerKind(schema.OutcomeSetAside), Version: 1, Reason: "malformed"},
		"nobody":    {Kind: AnswerNotFound, Reason: "try again until 150 minutes after the end"},
	} {
		t.Run(id, func(t *testing.T) {
			got := answers[id]
			if got.Kind != want.Kind || got.Version != want.Version || !strings.Contains(got.Reason, want.Reason) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
	if w.ledger["nobody"] != nil || w.ledger["not asked for"] != nil {
		t.Error("got a record in the ledger that Graph never showed")
	}
	if r.Complete() || r.Loaded != 2 || r.Listed != 7 {
		t.Errorf("got complete %t, %d loaded, %d listed; want 2 of 7, and it is not", r.Complete(), r.Loaded, r.Listed)
	}
	if last := w.runs[len(w.runs)-1]; last.Command != "fetch" || last.Outcome != RunPartial || last.Reconcile {
		t.Errorf("got run %+v, want one that is partial and reconciles nothing", last)
	}
}

func TestFetchReadsAndListsNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("due", 1, 5), w.header("asked", 1, 6))
	w.fail["due"] = errMalformed
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	clear(w.fail)
	w.add(w.header("asked", 2, 6))
	w.onList = func(schema.Window) error { t.Error("got a list"); return nil }
	counts := w.fetches()
	if _, r, err := w.fetch(t, "asked"); err != nil || !r.Complete() {
		t.Errorf("got %v, complete %t", err, r.Complete())
	}
	if got, want := fmt.Sprint(maps.Collect(maps.All(counts))), "map[asked:1]"; got != want {
		t.Errorf("got fetches %s, want %s", got, want)
	}
}

func TestFetchEndsWhereTheTenantIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld()
	denied := &schema.SourceError{Fault: schema.FaultDenied}
	w.noHeader = map[string]error{"a": denied}
	if _, r, err := w.fetch(t, "a", "b"); !errors.Is(err, denied) || r.Outcome != RunFailed {
		t.Errorf("got %v, outcome %q; want %v", err, r.Outcome, denied)
	}
}

// What is loaded is loaded once more, and Graph has built it: a 404 says that it is gone, however
// young the call is.
func TestFetchAgainLoadsWhatIsLoaded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("known", 2, 5), w.header("taken away", 1, 1), w.header("young", 1, 1))
	w.fail["young"] = &schema.SourceError{Fault: schema.FaultNotFound}
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	w.fail["taken away"] = w.fail["young"]
	counts := w.fetches()
	ids := []string{"known", "taken away", "young"}
	answers, _, err := Fetch(t.Context(), FetchOptions{Options: w.options("fetch"), Source: w, IDs: ids, Again: true})
	if err != nil || len(answers) != len(ids) {
		t.Fatalf("got %+v, %v, want %d answers", answers, err, len(ids))
	}
	for i, want := range []AnswerKind{AnswerKind(schema.OutcomeLoaded), AnswerGone, AnswerKind(schema.OutcomeNotBuilt)} {
		if got := answers[i]; got.Kind != want {
			t.Errorf("got %+v, want it %s", got, want)
		}
	}
	if got, want := fmt.Sprint(maps.Collect(maps.All(counts))), "map[known:1 taken away:1 young:1]"; got != want {
		t.Errorf("got fetches %s, want %s", got, want)
	}
}
