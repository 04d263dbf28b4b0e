package loading

import (
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/schema"
)

// exported are families, as far as a window asks them.
var exported = []wiring.Family{{Family: schema.CallRecords}, {Family: schema.PstnCalls}, {Family: schema.DirectRoutingCalls}}

func TestBackfillWantsAWindowThatGraphHasSomethingOf(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	noon := func(n int) time.Time { return day(n).Add(12 * time.Hour) }
	for name, c := range map[string]struct {
		from, to string
		want     schema.Window
		wrong    string
	}{
		"days":      {"2026-03-10", "2026-03-12", schema.Window{From: day(10), To: day(12)}, ""},
		"until now": {"2026-03-10", "", schema.Window{From: day(10), To: now}, ""},
		"an instant elsewhere": {"2026-03-10T14:00:00+02:00", "2026-03-11", schema.Window{
			From: noon(10), To: day(11)}, ""},
		"from before Graph's 30 days": {"2026-02-01", "2026-03-02", schema.Window{
			From: day(1).AddDate(0, -1, 0), To: day(2)}, ""},
		"to the edge of the 30 days": {"2026-02-01", "2026-03-01T12:00:00Z", schema.Window{
			From: day(1).AddDate(0, -1, 0), To: noon(1)}, ""},
		"how long ago":             {"10d", "36h", schema.Window{From: now.AddDate(0, 0, -10), To: now.Add(-36 * time.Hour)}, ""},
		"all that Graph has":       {"30d", "", schema.Window{From: now.AddDate(0, 0, -30), To: now}, ""},
		"an age in the future":     {"-3h", "", schema.Window{}, `"-3h" lies in the future`},
		"an age that is none":      {"30 days", "", schema.Window{}, "how long ago, like 30d or 12h"},
		"an age beyond any time":   {"999999999d", "", schema.Window{}, "--from"},
		"no beginning":             {"", "2026-03-12", schema.Window{}, "--from is missing"},
		"a beginning that is none": {"yesterday", "", schema.Window{}, `--from: "yesterday" is not a time`},
		"an end that is none":      {"2026-03-10", "noon", schema.Window{}, `--to: "noon" is not a time`},
		"empty":                    {"2026-03-10", "2026-03-10", schema.Window{}, "is empty"},
		"backwards":                {"2026-03-12", "2026-03-10", schema.Window{}, "is empty"},
		"in the future":            {"2026-04-01", "", schema.Window{}, "is empty"},
		"forgotten by Graph":       {"2026-02-01", "2026-03-01", schema.Window{}, "nothing left of it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := window(c.from, c.to, now)
			if err == nil {
				err = kept(got, now, exported, []string{schema.CallRecords.Name})
			}
			switch {
			case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
				t.Errorf("got %v, want %q in it", err, c.wrong)
			case c.wrong == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case c.wrong == "" && got != c.want:
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestBackfillOfALogGoesBackAsFarAsTheLog(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	w := schema.Window{From: now.AddDate(0, 0, -80), To: now.AddDate(0, 0, -70)}
	for name, c := range map[string]struct {
		only []string
		kept bool
	}{"of all": {nil, true}, "of the log": {[]string{"pstn_calls"}, true}, "of call records": {[]string{"call_records"}, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := kept(w, now, exported, c.only); (err == nil) != c.kept {
				t.Errorf("got %v, want kept %t", err, c.kept)
			}
		})
	}
}
