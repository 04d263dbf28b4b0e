package graphtest

import "math"

// dice is a splitmix64 generator. It is a value: rolled from the seed and the
// coordinates of what is to be made, so that any page can be made alone.
type dice struct{ state uint64 }

// roll gives the dice of the thing at these coordinates.
func roll(seed uint64, coordinates ...uint64) dice {
	d := dice{seed}
	for _, c := range coordinates {
		d.state = d.next() ^ c*0x9e3779b97f4a7c15
	}
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below gives 0 <= n < bound; 0 for a bound of 0.
func (d *dice) below(bound int) int {
	if bound <= 0 {
		return 0
	}
	return int(d.next() % uint64(bound))
}

// from gives low <= n <= high.
func (d *dice) from(low, high int) int { return low + d.below(high-low+1) }

// unit gives 0 <= x < 1.
func (d *dice) unit() float64 { return float64(d.next()>>11) / (1 << 53) }

// around gives a positive value with a tail, whose median is m.
func (d *dice) around(m float64) float64 {
	return m * math.Exp((d.unit()+d.unit()+d.unit()-1.5)*1.1)
}

func (d *dice) chance(p float64) bool { return d.unit() < p }

// pick gives one of the values.
func pick[T any](d *dice, values []T) T { return values[d.below(len(values))] }

const hexDigits = "0123456789abcdef"

func (d *dice) hex(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = hexDigits[d.next()&15]
	}
	return string(b)
}

// guid gives a version 4 GUID.
func (d *dice) guid() string {
	h := d.hex(32)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}
