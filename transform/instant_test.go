package transform

import (
	"testing"
	"time"
)

func TestParseInstant(t *testing.T) {
	t.Parallel()
	second := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-01-02T03:04:05Z":           second,
		"2026-01-02T03:04:05.1Z":         second.Add(100 * time.Millisecond),
		"2026-01-02T03:04:05.1234567Z":   second.Add(123456700),
		"2026-01-02T03:04:05.0000001Z":   second.Add(100),
		"2026-01-02T03:04:05.123456789Z": second.Add(123456789),
		"2026-01-02T05:04:05+02:00":      second,
		"2024-02-29T00:00:00Z":           time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
		"1900-01-01T00:00:00Z":           time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC),
		"1969-12-31T23:59:59.9999999Z":   time.Unix(0, -100),
		"2261-12-31T23:59:59.9999999Z":   time.Date(2261, 12, 31, 23, 59, 59, 999999900, time.UTC),
	} {
		ns, present, err := parseInstant([]byte(text))
		if err != nil || !present || ns != want.UnixNano() {
			t.Errorf("parseInstant(%q) = %v, %t, %v, want %v", text, time.Unix(0, ns).UTC(), present, err, want)
		}
	}
}

func TestYearOneIsAbsent(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z", "0001-12-31T23:59:59Z"} {
		if ns, present, err := parseInstant([]byte(text)); present || err != nil {
			t.Errorf("parseInstant(%q) = %d, %t, %v, want absent", text, ns, present, err)
		}
	}
}

func TestParseInstantRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "now", "2026", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "2026-01-02T03:04Z",
		"2026-13-02T03:04:05Z", "2026-02-30T03:04:05Z", "2025-02-29T00:00:00Z", "2026-01-02T24:00:00Z",
		"2026-01-02T03:04:60Z", "2026-01-02T03:04:05z", "2026-01-02T03:04:05.Z", " 2026-01-02T03:04:05Z",
		"2026-01-02T03:04:05ZZ", "1767323045", "0000-01-01T00:00:00Z", "0002-01-01T00:00:00Z",
		"1899-12-31T23:59:59.9999999Z", "2262-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z",
	} {
		if ns, present, err := parseInstant([]byte(text)); err == nil {
			t.Errorf("parseInstant(%q) = %d, %t, want an error", text, ns, present)
		}
	}
}

func FuzzParseInstant(f *testing.F) {
	for _, seed := range []string{"2026-01-02T03:04:05.1234567Z", "0001-01-01T00:00:00Z", "2026-01-02T03:04:05+23:59"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		ns, present, err := parseInstant(text)
		if err != nil && (present || ns != 0) {
			t.Errorf("parseInstant(%q) = %d, %t beside %v", text, ns, present, err)
		}
		if at := time.Unix(0, ns).UTC(); present && (at.Before(earliest) || !at.Before(latest)) {
			t.Errorf("parseInstant(%q) = %v, out of range", text, at)
		}
	})
}
