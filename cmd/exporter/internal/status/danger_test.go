package status

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"callrecords/load/db"
	"callrecords/load/ledger"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func before(d time.Duration) *time.Time {
	t := now.Add(-d)
	return &t
}

func TestDangersAreWhatEndangersThePromise(t *testing.T) {
	t.Parallel()
	q := Question{ExpiryAlarm: 5 * 24 * time.Hour, MaxAge: 2 * time.Hour}
	due := func(left time.Duration) *Oldest { return &Oldest{RecordID: "r1", ExpiresAt: now.Add(left)} }
	for name, c := range map[string]struct {
		part Part
		want string // part of the one danger; "" for none
	}{
		"all is well":             {Part{SuccessAt: before(time.Hour)}, ""},
		"due with much time left": {Part{SuccessAt: before(time.Hour), Oldest: due(6 * 24 * time.Hour)}, ""},
		"due and soon expired":    {Part{SuccessAt: before(time.Hour), Oldest: due(time.Hour)}, "expires in 1h"},
		"due and expired":         {Part{SuccessAt: before(time.Hour), Oldest: due(-time.Hour)}, "expired 1h ago"},
		"lost unread today":       {Part{SuccessAt: before(time.Hour), UnreadAt: before(time.Hour)}, "lost unread 1h ago"},
		"lost unread long ago":    {Part{SuccessAt: before(time.Hour), UnreadAt: before(25 * time.Hour)}, ""},
		"never a success":         {Part{}, "no export has come to its end yet"},
		"success is too long ago": {Part{SuccessAt: before(3 * time.Hour)}, "3h ago, more than 2h"},
		"success just in time":    {Part{SuccessAt: before(2 * time.Hour)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.part.dangers(now, q)
			if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
				t.Errorf("got %q, want %q in the one danger", got, c.want)
			}
		})
	}
}

func TestRecordThatExpiresFirstIsNamedWhole(t *testing.T) {
	t.Parallel()
	const id = "d4fa67e6-818a-452e-ad34-01746f3c9a07"
	var page bytes.Buffer
	r := Report{CheckedAt: now, Parts: []Part{{Due: 1242, Oldest: &Oldest{RecordID: id, ExpiresAt: now.Add(time.Hour)}}}}
	if err := r.Print(&page, false); err != nil {
		t.Fatal(err)
	}
	if want := "the first     " + id + ", until 2026-03-01T13:00:00Z"; !strings.Contains(page.String(), want) {
		t.Errorf("got %s, want %q in it", page.String(), want)
	}
}

func TestPageFitsATerminalAndJSONIsADocument(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("m", 120)
	r := Report{CheckedAt: now, Danger: true, Holder: &Holder{PID: 7, Command: "exporter serve", Since: now.Add(-time.Hour)}, Parts: []Part{{
		TenantID: "11111111-2222-3333-4444-555555555555", Family: "call_records", Due: 3,
		Dangers: []string{strings.Repeat("a record is in danger ", 9)},
		Oldest:  &Oldest{RecordID: long, ExpiresAt: now.Add(time.Hour), Reason: long},
		Runs: []ledger.LastRun{{Command: "backfill", Outcome: "interrupted", Started: db.Time{Time: now},
			Finished: db.Time{Time: now.Add(time.Minute)}, Loaded: 1_234_567}},
	}}}
	var page, document bytes.Buffer
	if err := r.Print(&page, false); !errors.Is(err, ErrDanger) {
		t.Errorf("got %v, want ErrDanger", err)
	}
	for line := range strings.Lines(page.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
			t.Errorf("got %d columns, want %d at most: %s", n, width, line)
		}
	}
	for _, want := range []string{"exporter serve holds the store: process 7", "1,234,567", "never", "in danger"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("got %s, want %q in it", page.String(), want)
		}
	}
	if err := r.Print(&document, true); !errors.Is(err, ErrDanger) {
		t.Errorf("got %v, want ErrDanger", err)
	}
	var keys map[string]any
	if err := json.Unmarshal(document.Bytes(), &keys); err != nil || keys["tenants"] == nil {
		t.Errorf("got %v, %s", err, document.String())
	}
}
