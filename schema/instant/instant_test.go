package instant_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"callrecords/schema/instant"
)

func TestParseInstant(t *testing.T) {
	t.Parallel()
	second := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	minute := second.Truncate(time.Minute)
	tick := func(n time.Duration) time.Time { return second.Add(n * 100) }
	for text, want := range map[string]time.Time{
		"2026-01-02T03:04:05Z":                     second,
		"2026-01-02T03:04:05.1Z":                   tick(1000000),
		"2026-01-02T03:04:05.1234567Z":             tick(1234567),
		"2026-01-02T03:04:05.0000001Z":             tick(1),
		"2026-01-02T03:04:05,5Z":                   tick(5000000), // ISO 8601 allows the comma
		"2026-01-02T03:04:05.12345678Z":            tick(1234567), // cut off, not rounded
		"2026-01-02T03:04:05.999999999999Z":        tick(9999999),
		"2026-01-02T03:04Z":                        minute, // OData may leave the seconds out
		"2026-01-02T05:04+02:00":                   minute,
		"2026-01-02T05:04:05+02:00":                second,
		"2026-01-02T05:04:05+0200":                 second,
		"2026-01-02T05:04:05+02":                   second,
		"2026-01-01T21:34:05-05:30":                second,
		"2026-01-02T03:04:05-00:00":                second,
		"2026-01-02t03:04:05z":                     second, // RFC 3339 allows small letters
		"2026-01-02 03:04:05Z":                     second, // and a space
		"2024-02-29T00:00:00Z":                     time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
		"2016-12-31T23:59:60Z":                     time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC),
		"2017-01-01T05:29:60.5+05:30":              time.Date(2017, 1, 1, 0, 0, 0, 500e6, time.UTC),
		"1900-01-01T00:00:00Z":                     instant.Earliest,
		"1969-12-31T23:59:59.9999999Z":             time.Unix(0, -100),
		"2261-12-31T23:59:59.9999999Z":             instant.Latest.Add(-100),
		"2026-01-02T03:04:05." + zeros(5000) + "Z": second,
	} {
		t.Run(brief(text), func(t *testing.T) {
			t.Parallel()
			got, err := instant.Parse(text)
			if err != nil {
				t.Fatalf("got %v, want %v", err, want)
			}
			if !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if got.Location() != time.UTC {
				t.Errorf("got an instant in %v, want UTC", got.Location())
			}
		})
	}
}

func zeros(n int) string { return strings.Repeat("0", n) }

// brief is the beginning of a text, as the name of a subtest.
func brief(s string) string { return s[:min(len(s), 60)] }

func TestYearOneIsNoInstant(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z", "0001-01-01T00:00:00+02:00", "0001-01-01T00:00Z",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := instant.Parse(text)
			if err != nil {
				t.Fatalf("got %v, want none", err)
			}
			if !got.IsZero() {
				t.Errorf("got %v, want none", got)
			}
		})
	}
}

func TestParseInstantRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "now", "2026", "2026-01-02", "2026-01-02T03Z", "2026-01-02T03:04:05", "2026-01-02T03:04", "26-01-02T03:04:05Z",
		"2026-13-02T03:04:05Z", "2026-00-02T03:04:05Z", "2026-02-30T03:04:05Z", "2025-02-29T00:00:00Z",
		"2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z",
		"2026-01-02T03:04:60Z", "2026-01-02T22:59:60Z", "2026-01-02T23:59:60+01:00", "2026-01-02T23:59:61Z",
		"2025-02-29T23:59:60Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04.5Z", "2026-01-02T03:04:5Z",
		"2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+02:60", "2026-01-02T03:04:05+2", "2026-01-02T03:04:05+",
		"2026-01-02T03:04:05+02:", "2026-01-02T03:04:05+020", "2026-01-02T03:04:05+02:00Z", "2026-01-02T03:04:05ZZ",
		" 2026-01-02T03:04:05Z", "2026-01-02T03:04:05 Z", "2026-01-02_03:04:05Z", "2026/01/02T03:04:05Z",
		"20260102T030405Z", "+2026-01-02T03:04:05Z", "-026-01-02T03:04:05Z", "1767323045", "２026-01-02T03:04:05Z",
		"0000-01-01T00:00:00Z", "0001-01-02T00:00:00Z", "0001-12-31T23:59:59Z", "0002-01-01T00:00:00Z",
		"1899-12-31T23:59:59.9999999Z", "1900-01-01T00:00:00+00:01", "2262-01-01T00:00:00Z", "2261-12-31T23:59:59-00:01",
		"9999-12-31T23:59:59.9999999Z",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got, err := instant.Parse(text); !errors.Is(err, instant.ErrInstant) {
				t.Errorf("got %v, %v, want ErrInstant", got, err)
			}
		})
	}
}

func FuzzParseInstant(f *testing.F) {
	for _, seed := range []string{
		"2026-01-02T03:04:05.1234567Z", "0001-01-01T00:00:00Z", "2026-01-02T03:04:05+23:59", "2016-12-31T23:59:60Z",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := instant.Parse(text)
		switch {
		case err != nil && !got.IsZero():
			t.Errorf("got %v beside %v", got, err)
		case err == nil && !got.IsZero() && (got.Before(instant.Earliest) || !got.Before(instant.Latest)):
			t.Errorf("got %v, out of range", got)
		}
		// Whatever the library reads, too, is the same instant.
		want, err := time.Parse(time.RFC3339Nano, text)
		if err == nil && !got.IsZero() && !got.Equal(want.Truncate(100)) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}
