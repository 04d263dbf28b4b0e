package extract

import (
	"testing"
	"time"
)

func TestHeaderReadsInstantsAsPagesDo(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 9, 15, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-11-20T09:15:00Z": at,
		"2026-11-20T09:15Z":    at,
		"2026-11-20 09:15:00z": at,
		"0001-01-01T00:00:00Z": {},
		"9999-12-31T23:59:59Z": {}, // the ledger would wrap it
		"1600-01-01T00:00:00Z": {},
		"yesterday":            {},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			page, err := scan([]byte(`{"value":[{"id":"a","version":1,"startDateTime":"`+text+`"}]}`), true)
			if err != nil {
				t.Fatal(err)
			}
			if got := page.rows[0].Start; !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
