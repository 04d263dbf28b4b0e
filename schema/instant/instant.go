// Package instant reads instants as services write them: one rule for lists and
// pages.
package instant

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrInstant says that a text is not an instant that the warehouse can hold.
var ErrInstant = errors.New("not an instant like 2026-01-02T03:04:05.1234567Z")

// Earliest and Latest are the half-open range of the instants that both an
// Arrow timestamp in ns and a DateTime64(7) hold.
var (
	Earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	Latest   = time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC)
)

// instantDigits are the digits of a fraction of a second that count: the service
// and the columns have ticks of 100 ns.
const instantDigits = 7

// Parse reads an Edm.DateTimeOffset as UTC, in all the spellings that
// OData and RFC 3339 allow: without seconds, with a space or a small t and z,
// with a comma before the fraction, with an offset (also +0200 and +02, as ISO
// 8601 writes them). A fraction is cut off after 100 ns. The leap second
// 23:59:60 is the second after it, as on a Unix clock. The zero time means
// none: the service writes 0001-01-01 for it (Graph, direct routing rows).
// ErrInstant: it is none, has no offset, or is not from Earliest to Latest.
func Parse(s string) (time.Time, error) {
	r := instantReader{rest: s}
	year, month, day := r.number(4, 0, 9999), r.after("-", 1, 12), r.after("-", 1, 31)
	hour, minute := r.after("Tt ", 0, 23), r.after(":", 0, 59)
	var second, ns int
	if r.at(":") {
		second = r.after(":", 0, 60)
		if r.at(".,") {
			ns = r.fraction()
		}
	}
	offset := r.offset()
	t := time.Date(year, time.Month(month), day, hour, minute, min(second, 59), ns, time.UTC)
	if r.bad || r.rest != "" || t.Day() != day {
		return time.Time{}, ErrInstant
	}
	if year == 1 && month == 1 && day == 1 {
		return time.Time{}, nil
	}
	t = t.Add(-offset)
	if second == 60 {
		if t.Hour() != 23 || t.Minute() != 59 {
			return time.Time{}, fmt.Errorf("%w: only 23:59 UTC has a second 60", ErrInstant)
		}
		t = t.Add(time.Second)
	}
	if t.Before(Earliest) || !t.Before(Latest) {
		return time.Time{}, fmt.Errorf("%w: out of the warehouse's range of 1900 to 2261", ErrInstant)
	}
	return t, nil
}

// instantReader takes one part of an instant after another. Once a part is bad,
// so is the whole.
type instantReader struct {
	rest string
	bad  bool
}

// at says whether the rest begins with one of some characters.
func (r *instantReader) at(marks string) bool {
	return r.rest != "" && strings.IndexByte(marks, r.rest[0]) >= 0
}

// after reads two digits after one of some characters.
func (r *instantReader) after(marks string, low, high int) int {
	if !r.at(marks) {
		r.bad = true
		return 0
	}
	r.rest = r.rest[1:]
	return r.number(2, low, high)
}

// number reads so many digits as a number within bounds.
func (r *instantReader) number(digits, low, high int) int {
	if len(r.rest) < digits {
		r.bad = true
		return 0
	}
	n := 0
	for i := range digits {
		if !isDigit(r.rest[i]) {
			r.bad = true
			return 0
		}
		n = n*10 + int(r.rest[i]-'0')
	}
	r.rest = r.rest[digits:]
	r.bad = r.bad || n < low || n > high
	return n
}

// fraction reads a point and the digits after it, and gives them in ns.
func (r *instantReader) fraction() (ns int) {
	r.rest = r.rest[1:]
	n, unit := 0, int(time.Second)
	for ; n < len(r.rest) && isDigit(r.rest[n]); n++ {
		if n < instantDigits {
			unit /= 10
			ns += int(r.rest[n]-'0') * unit
		}
	}
	r.bad = r.bad || n == 0
	r.rest = r.rest[n:]
	return ns
}

// offset reads Z, or hours and minutes east of UTC.
func (r *instantReader) offset() time.Duration {
	if r.at("Zz") {
		r.rest = r.rest[1:]
		return 0
	}
	west := r.at("-")
	east := r.after("+-", 0, 23)
	var minutes int
	switch {
	case r.at(":"):
		minutes = r.after(":", 0, 59)
	case r.rest != "":
		minutes = r.number(2, 0, 59)
	}
	offset := time.Duration(east)*time.Hour + time.Duration(minutes)*time.Minute
	if west {
		return -offset
	}
	return offset
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
