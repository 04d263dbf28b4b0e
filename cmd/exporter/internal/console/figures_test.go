package console

import (
	"math"
	"testing"
	"time"
)

func TestBytes(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]int64{
		"0 B":      0,
		"999 B":    999,
		"1.0 kB":   1000,
		"1.2 MB":   1234567,
		"12.5 MB":  12_500_000,
		"999.9 kB": 999_949,
		"1.0 MB":   999_950,
		"5.0 GB":   5e9,
		"3.0 TB":   3e12,
		"-1.5 kB":  -1500,
		"9.2 EB":   math.MaxInt64,
		"-9.2 EB":  math.MinInt64,
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if got := Bytes(n); got != want {
				t.Errorf("%d: got %q, want %q", n, got, want)
			}
		})
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]int64{
		"0":         0,
		"999":       999,
		"1,000":     1000,
		"1,234,567": 1234567,
		"-1,234":    -1234,
		"-123":      -123,

		"-9,223,372,036,854,775,808": math.MinInt64,
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if got := Count(n); got != want {
				t.Errorf("%d: got %q, want %q", n, got, want)
			}
		})
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0:                          "0ms",
		12 * time.Millisecond:      "12ms",
		2500 * time.Millisecond:    "2.5s",
		9960 * time.Millisecond:    "10s",
		59499 * time.Millisecond:   "59s",
		59600 * time.Millisecond:   "1m",
		95 * time.Second:           "1m 35s",
		time.Hour - 1e6:            "1h",
		90 * time.Minute:           "1h 30m",
		24*time.Hour - time.Second: "1d",
		51 * time.Hour:             "2d 3h",
		-95 * time.Second:          "-1m 35s",
		120 * time.Hour:            "5d",
		math.MinInt64:              "-106751d 23h",
		math.MaxInt64:              "106751d 23h",
	} {
		t.Run(d.String(), func(t *testing.T) {
			t.Parallel()
			if got := Duration(d); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
