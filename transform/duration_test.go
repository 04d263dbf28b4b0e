package transform

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"PT0S":                        0,
		"PT1S":                        1000,
		"PT0.002S":                    2,
		"PT0.0138S":                   13.8,
		"PT0.0000001S":                0.0001, // one tick of the service, 100 ns
		"PT9.9999999S":                9999.9999,
		"PT59.9999999S":               59999.9999,
		"PT1M":                        60e3,
		"P1D":                         86400e3,
		"P1DT2H3M4.5S":                93784500,
		"P1DT1S":                      86401e3,
		"PT1H1S":                      3601e3,
		"-PT1.5S":                     -1500,
		"-P1D":                        -86400e3,
		"+PT1S":                       1000, // OData allows the sign
		"PT1H":                        3600e3,
		"P1DT2H":                      93600e3,
		"PT1,5S":                      1500, // ISO 8601 allows the comma
		"PT0.5H":                      1800e3,
		"PT90061S":                    90061e3,
		"P36500D":                     3153600000e3,
		"PT00.100S":                   100,
		"PT0.1234567890123456789012S": 123.456789012,
		"PT1.2389999999999999S":       1239,
		"PT0.9999999999995S":          1000,
		"PT0.1234567890124999S":       123.456789012,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := parseDuration([]byte(text))
			if err != nil {
				t.Fatalf("got %v, want %v", err, want)
			}
			if got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestParseDurationRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "P", "-", "-P", "PT", "P1DT", "T1S", "1S", "S", "PS", "PTS", "PT.5S", "PT1", "P1", "PT1.5",
		"P1S", "P1H", "P1M", "P1Y", "P1W", "PT1D", "P1Y2M3DT4H", "PT1S1M", "PT1S1S", "PT1M1H", "PTT1S", "P1D1D",
		"PT1X", "PT1s", "pt1s", "PT-1S", "--PT1S", "+-PT1S", "PT1..5S", "PT1.5.5S", "PT 1S", " PT1S", "PT1S ", "PT1S\n",
		"PT1e3S", "PTNaNS", "PTInfS", "00:00:01", "1000", "P" + digits(400) + "D", "PT" + digits(400) + "S",
	} {
		t.Run(text[:min(len(text), 60)], func(t *testing.T) {
			t.Parallel()
			got, err := parseDuration([]byte(text))
			if !errors.Is(err, errDuration) {
				t.Errorf("got %v, %v, want errDuration", got, err)
			}
			if got != 0 {
				t.Errorf("got %v beside the error, want 0", got)
			}
		})
	}
}

func digits(n int) string {
	all := make([]byte, n)
	for i := range all {
		all[i] = '9'
	}
	return string(all)
}

func FuzzParseDuration(f *testing.F) {
	for _, seed := range []string{"PT0.002S", "P1DT2H3M4.5S", "-PT1M", "PT", "P1,5D", "PT1.5.5S"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		ms, err := parseDuration(text)
		if err != nil && ms != 0 {
			t.Errorf("parseDuration(%q) = %v beside %v", text, ms, err)
		}
		if math.IsNaN(ms) || math.IsInf(ms, 0) {
			t.Errorf("parseDuration(%q) = %v", text, ms)
		}
		if negative := len(text) > 0 && text[0] == '-'; err == nil && (ms < 0) && !negative {
			t.Errorf("parseDuration(%q) = %v, which has another sign", text, ms)
		}
	})
}

func FuzzDurationsOfTheServiceAreExact(f *testing.F) {
	f.Add(uint32(20_000), uint16(0))
	f.Add(uint32(599_999_999), uint16(61))
	f.Fuzz(func(t *testing.T, ticks uint32, minutes uint16) {
		seconds := time.Duration(ticks%600_000_000) * 100
		text := fmt.Sprintf("PT%dM%d.%07dS", minutes, seconds/time.Second, seconds%time.Second/100)
		got, err := parseDuration([]byte(text))
		want := float64(minutes)*60e3 + float64(seconds)/1e6
		if err != nil || got != want {
			t.Errorf("parseDuration(%q) = %v, %v, want %v", text, got, err, want)
		}
	})
}
