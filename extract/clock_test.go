package extract

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// TestWrongClockStopsBeforeAnythingIsBelieved has a Graph whose clock is elsewhere.
func TestWrongClockStopsBeforeAnythingIsBelieved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		skew time.Duration
		says string // "" where it is near enough
	}{
		"4 minutes slow": {4 * time.Minute, ""},
		"4 minutes fast": {-4 * time.Minute, ""},
		"7 h slow":       {7 * time.Hour, "the clock of this machine is 7h0m0s behind Graph's"},
		"25 h fast":      {-25 * time.Hour, "the clock of this machine is 25h0m0s ahead of Graph's"},
		"10 days fast":   {-240 * time.Hour, "the clock of this machine is 240h0m0s ahead of Graph's"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				there := func() time.Time { return time.Now().Add(c.skew) }
				tenant := graphtest.New(graphtest.Options{Records: 3, Now: there})
				client := inside(t, tenant.Transport(), nil)
				headers, errs := listAll(t.Context(), client, schema.Window{})
				_, gone := fetchAll(t.Context(), client, "no-such-record")
				if skew, known := client.Skew(); !known || skew.Round(time.Minute) != c.skew {
					t.Errorf("got skew %v, known %v, want %v", skew, known, c.skew)
				}
				if c.says == "" {
					if len(headers) != 3 || errs != nil || fault(gone).Fault != schema.FaultNotFound {
						t.Errorf("got %d headers, %v, %v, want 3 and a 404", len(headers), errs, gone)
					}
					return
				}
				if len(headers) != 0 || len(errs) != 1 {
					t.Fatalf("got %d headers, %v, want only an error", len(headers), errs)
				}
				for what, err := range map[string]error{"list": errs[0], "404": gone} {
					e := fault(err)
					if e.Fault != schema.FaultDenied || e.RecordID != "" {
						t.Errorf("%s: got fault %q of record %q, want the tenant denied", what, e.Fault, e.RecordID)
					}
					if !strings.Contains(e.Error(), c.says) || !strings.Contains(e.Remedy, "NTP") {
						t.Errorf("%s: got %v, want %q and what to do", what, err, c.says)
					}
				}
			})
		})
	}
}

func TestClockIsUnknownWithoutADate(t *testing.T) {
	t.Parallel()
	for name, headers := range map[string][]string{
		"no Date":         nil,
		"not a Date":      {"Date", "yesterday"},
		"that of a cache": {"Date", "Thu, 20 Aug 2020 12:00:30 GMT", "Age", "3600"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
				return reply(http.StatusOK, `{"value":[]}`, headers...), nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if skew, known := client.Skew(); known {
				t.Errorf("got skew %v, want none known", skew)
			}
		})
	}
}

func TestCheckTellsOfAClockThatRunsStopFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		date  func() time.Time
		skew  time.Duration
		known bool
	}{
		"a day behind": {func() time.Time { return time.Now().Add(24 * time.Hour) }, 24 * time.Hour, true},
		"no Date":      {func() time.Time { return time.Time{} }, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, graphtest.New(graphtest.Options{Records: 3, Date: c.date}), nil)
			info, err := client.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if info.SkewKnown != c.known || info.Skew.Round(time.Minute) != c.skew {
				t.Errorf("got skew %v, known %v, want %v, %v", info.Skew, info.SkewKnown, c.skew, c.known)
			}
		})
	}
}

// TestSkewCountsFromTheMiddleOfTheRequest has an answer that takes 20 s.
func TestSkewCountsFromTheMiddleOfTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
			time.Sleep(10 * time.Second)
			date := time.Now().UTC().Format(http.TimeFormat)
			time.Sleep(10 * time.Second)
			return reply(http.StatusOK, `{"value":[]}`, "Date", date), nil
		})
		if skew, known := client.Skew(); err != nil || !known || skew != 0 {
			t.Errorf("got skew %v, known %v, %v, want 0", skew, known, err)
		}
	})
}
