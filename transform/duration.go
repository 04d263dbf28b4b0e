package transform

import (
	"errors"
	"math"
)

var errDuration = errors.New("not an ISO 8601 duration of days, hours, minutes and seconds")

// parseDuration reads an Edm.Duration (ISO 8601: P1DT2H3M4.5S, with a sign
// perhaps) and returns milliseconds. Years, months and weeks have no place in
// it, so they are errors.
func parseDuration(s []byte) (float64, error) {
	negative := len(s) > 0 && s[0] == '-'
	if negative || len(s) > 0 && s[0] == '+' {
		s = s[1:]
	}
	if len(s) < 2 || s[0] != 'P' {
		return 0, errDuration
	}
	d := durationReader{rest: s[1:]}
	for len(d.rest) > 0 {
		if err := d.part(); err != nil {
			return 0, err
		}
	}
	if d.last == 0 || math.IsInf(d.ms, 0) {
		return 0, errDuration
	}
	if negative {
		d.ms = -d.ms
	}
	return d.ms, nil
}

// durationReader takes one part of a duration after another. The designators
// come in order; last is the place of the newest, so that none comes twice.
type durationReader struct {
	rest   []byte
	inTime bool
	last   int
	ms     float64
}

// designators in order, and what one of each is in ms.
var designators = []struct {
	letter byte
	inTime bool
	ms     float64
}{{'D', false, 86400e3}, {'H', true, 3600e3}, {'M', true, 60e3}, {'S', true, 1e3}}

func (d *durationReader) part() error {
	if d.rest[0] == 'T' && !d.inTime {
		d.inTime, d.rest = true, d.rest[1:]
		if len(d.rest) == 0 {
			return errDuration
		}
	}
	units, scale, n := decimal(d.rest)
	if n == 0 || n == len(d.rest) {
		return errDuration
	}
	for i, g := range designators {
		if g.letter == d.rest[n] && g.inTime == d.inTime && i >= d.last {
			d.ms += units * g.ms / scale
			d.last, d.rest = i+1, d.rest[n+1:]
			return nil
		}
	}
	return errDuration
}

// decimal reads digits with an optional fraction: units/scale is the number,
// both exact, so that one division rounds once. It returns the bytes read. The
// fraction is rounded to 12 digits, a picosecond: more of them come of writing
// binary fractions out, and 1.2389999999999999 is to be 1.239 again.
func decimal(s []byte) (units, scale float64, n int) {
	scale = 1
	digits, point, rounded := 0, false, false
	for ; n < len(s); n++ {
		c := s[n]
		switch isDigit := c >= '0' && c <= '9'; {
		case isDigit && !point:
			units = units*10 + float64(c-'0')
			digits++
		case isDigit && scale < 1e12:
			units, scale = units*10+float64(c-'0'), scale*10
		case isDigit && !rounded:
			units, rounded = units+float64((c-'0')/5), true
		case isDigit:
		case (c == '.' || c == ',') && !point && digits > 0:
			point = true
		default:
			return units, scale, n * min(digits, 1)
		}
	}
	return units, scale, n
}
