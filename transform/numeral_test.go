package transform

import (
	"math"
	"strconv"
	"testing"
	"time"

	"callrecords/schema/instant"
)

// FuzzShortNumbersAreAsTheLibraryReadsThem holds what is read by hand against strconv. What is
// not read by hand is for strconv in any case.
func FuzzShortNumbersAreAsTheLibraryReadsThem(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "1", "-1", "0.0138", "1.16", "16777215", "16777216", "16777217", "1677721.5", "-0.1", "9965083", "60.26", "0.30000001",
		"999999999999999999", "1000000000000000000", "-999999999999999999", "0.0000000001", "0.00000000001", "1e5", "-", "1.", ".5", "1.2.3", "+1", "00", "1_0", ".", "-.",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) == 0 {
			return
		}
		if got, ok := shortInteger(text); ok {
			if want, err := strconv.ParseInt(string(text), 10, 64); err != nil || got != want {
				t.Errorf("%q: got %d, want %d (%v)", text, got, want, err)
			}
		}
		got, ok := shortReal(text)
		if want, err := strconv.ParseFloat(string(text), 32); ok && (err != nil || math.Float32bits(got) != math.Float32bits(float32(want))) {
			t.Errorf("%q: got %v, want %v (%v)", text, got, want, err)
		}
	})
}

func TestNumbersOfCallRecordsAreShort(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0", "-21", "1000000000", "9965083"} {
		if _, ok := shortInteger([]byte(text)); !ok {
			t.Errorf("%s is left to the library", text)
		}
	}
	for _, text := range []string{"0", "0.0138", "-1.16", "60.26", "30"} {
		if _, ok := shortReal([]byte(text)); !ok {
			t.Errorf("%s is left to the library", text)
		}
	}
}

// FuzzUsualInstantsAreAsTheLibraryReadsThem holds them against package instant.
func FuzzUsualInstantsAreAsTheLibraryReadsThem(f *testing.F) {
	for _, text := range []string{
		"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.1234567Z", "2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05.1",
		"1970-01-01T00:00:00Z", "1969-12-28T23:59:59Z", "2261-12-28T23:59:59.9999999Z", "2262-01-01T00:00:00Z", "2024-02-28T23:59:59Z",
		"2024-03-01T00:00:00Z", "2100-03-01T00:00:00Z", "2000-03-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-02T24:00:00Z",
		"2026-01-02T03:60:00Z", "2026-01-02T03:04:60Z", "0001-01-01T00:00:00Z", "2026-01-02T03:04:05.12x4Z", "2026-01-02T03:04:05.1Z5Z", "20:6-01-02T03:04:05Z",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, ok := usualInstant(text)
		if want, err := instant.Parse(string(text)); ok && (err != nil || got != want.UnixNano()) {
			t.Errorf("%q: got %d, want %d (%v)", text, got, want.UnixNano(), err)
		}
	})
}

func TestEveryDayIsTheOneOfTheLibrary(t *testing.T) {
	t.Parallel()
	read := 0
	for day := time.Date(1969, 1, 1, 23, 59, 59, 9999999e2, time.UTC); day.Year() < 2263; day = day.AddDate(0, 0, 1) {
		got, ok := usualInstant([]byte(day.Format(time.RFC3339Nano)))
		if !ok {
			continue
		}
		if read++; got != day.UnixNano() {
			t.Fatalf("%v: got %v", day, time.Unix(0, got).UTC())
		}
	}
	if want := (2262 - 1970) * 12 * 28; read != want {
		t.Errorf("got %d days, want %d", read, want)
	}
}
