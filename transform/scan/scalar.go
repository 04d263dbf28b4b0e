package scan

import (
	"encoding/binary"
	"math/bits"
)

// text is the end of a string that begins at a place, 0 when it has none. It is plain when
// all of it is ASCII and nothing is escaped.
func text(b []byte, i int) (end int, plain bool) {
	plain = true
	for i++; ; i++ {
		// Eight bytes at once: 3 % of the flattener's time less than one by one.
		for i+8 <= len(b) {
			n := unremarkable(binary.LittleEndian.Uint64(b[i:]))
			if i += n; n < 8 {
				break
			}
		}
		if i >= len(b) {
			return 0, false
		}
		switch c := b[i]; {
		case c == '"':
			return i + 1, plain
		case c >= 0x80: // of UTF-8 or not: what is none becomes U+FFFD
			plain = false
		case c == '\\':
			n := escape(b[i:])
			if n == 0 {
				return 0, false
			}
			i, plain = i+n-1, false
		case c < ' ':
			return 0, false
		}
	}
}

// unremarkable is how many of eight bytes come before the first that ends a string, escapes,
// is below the space or is no ASCII.
func unremarkable(eight uint64) int {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	quote, backslash := eight^(ones*'"'), eight^(ones*'\\')
	// A byte's high bit is set where the subtraction borrows: where the byte is 0, or below
	// the space. The lowest such bit is always right.
	found := (quote-ones)&^quote | (backslash-ones)&^backslash | (eight-ones*' ')&^eight | eight
	return bits.TrailingZeros64(found&highs) / 8
}

// escape is the length of an escape sequence, 0 when it is none.
func escape(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) < 6 {
			return 0
		}
		for _, c := range b[2:6] {
			if letter := c | 0x20; !isDigit(c) && (letter < 'a' || letter > 'f') {
				return 0
			}
		}
		return 6
	}
	return 0
}

// number is the end of a number that begins at a place, 0 when it is none.
func number(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	whole := i
	if i = digits(b, i); i == whole {
		return 0
	}
	if b[whole] == '0' {
		i = whole + 1 // a digit behind it belongs to nothing
	}
	if i < len(b) && b[i] == '.' {
		from := i + 1
		if i = digits(b, from); i == from {
			return 0
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		if i++; i < len(b) && (b[i] == '-' || b[i] == '+') {
			i++
		}
		from := i
		if i = digits(b, from); i == from {
			return 0
		}
	}
	return i
}

// digits is the first place from i on that has no digit.
func digits(b []byte, i int) int {
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// literal is the end of a word that begins at a place, 0 when it is another one.
func literal(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return 0
	}
	return i + len(word)
}
