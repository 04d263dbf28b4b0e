package schema

import (
	"testing"
	"time"
)

func TestIdsOfDaysAreToldFromThoseOfCalls(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		PstnCalls.DayID(time.Date(2026, 3, 4, 23, 0, 0, 0, time.UTC)): true,
		"9140e940-fa79-460f-a773-6c9c0eb49faa":                        false,
		"pstn_calls":                                                  false,
		"pstn_calls/2026-99-99":                                       false,
		"":                                                            false,
	} {
		if got := IsDayID(id); got != want {
			t.Errorf("%q: got %v, want %v", id, got, want)
		}
	}
}
