package transform

import (
	"strings"
	"testing"
)

func TestDecimalsAreExact(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"0": 0, "0.0": 0, "-0.000": 0, "0e5": 0, "0.00000000": 0, "0E-30": 0,
		"1": 1_000_000, "0.1": 100_000, "0.30": 300_000, "-1.25": -1_250_000, "+2": 2_000_000,
		"0.000001": 1, "1.5e-2": 15_000, "12E3": 12_000_000_000, "0.1230000000": 123_000, "100e-8": 1,
		"999999999999.999999": 999_999_999_999_999_999, "000000000000000000000001.5": 1_500_000,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got, err := amount([]byte(text)); err != nil || got != want {
				t.Errorf("got %d (%v), want %d", got, err, want)
			}
		})
	}
}

func TestDecimalsThatTheColumnCannotHold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0.0000001":          "more than 6 digits behind",
		"1e-7":               "more than 6 digits behind",
		"1000000000000":      "more than 12 digits in front",
		"1e12":               "more than 12 digits in front",
		"1e101":              "exponent",
		"1e99999999999":      "exponent",
		"1e":                 "exponent",
		".":                  "invalid syntax",
		"-":                  "invalid syntax",
		"1.2.3":              "invalid syntax",
		"1-2":                "invalid syntax",
		"1.00000000000000.5": "",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got, err := amount([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %d (%v), want an error with %q", got, err, want)
			}
		})
	}
}

func FuzzDecimal(f *testing.F) {
	for _, text := range []string{"0.1", "-1e5", "999999999999.999999", "1e-100", "."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || len(text) > 1000 {
			return
		}
		if n, err := amount([]byte(text)); err == nil && (n >= 1e18 || n <= -1e18) {
			t.Errorf("%q: got %d, which has more than 18 digits", text, n)
		}
	})
}
