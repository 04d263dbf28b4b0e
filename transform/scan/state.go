package scan

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// errNotJSON is for a text that jsontext finds nothing wrong with. There is none: the two
// take the same.
var errNotJSON = errors.New("not JSON")

// state is where in the grammar the scanner is.
type state uint8

const (
	nowhere     state = iota // no token may come
	outside                  // of everything: before a value, or after one
	inObject                 // behind {
	afterName                // of an object
	afterMember              // behind a value in an object
	inArray                  // behind [
	afterItem                // behind a value in an array
	beforeName               // behind the comma of an object
	beforeValue              // behind a colon, or the comma of an array
	states
)

// delimiters are what must come between two tokens.
var delimiters = [states]byte{afterName: ':', afterMember: ',', afterItem: ','}

// delimited is the state behind the delimiter.
var delimited = [states]state{afterName: beforeValue, afterMember: beforeName, afterItem: beforeValue}

// kinds are the tokens that may come in a state, by their first byte; behind a delimiter
// that is missing there is none.
var kinds = func() (kinds [states][256]jsontext.Kind) {
	begin := func(in state, kind jsontext.Kind, with string) {
		for _, c := range []byte(with) {
			kinds[in][c] = kind
		}
	}
	for _, in := range []state{outside, inArray, beforeValue} {
		for _, c := range `{["ntf` {
			begin(in, jsontext.Kind(c), string(c))
		}
		begin(in, '0', "-0123456789")
	}
	for _, in := range []state{inObject, beforeName} {
		begin(in, '"', `"`)
	}
	for _, in := range []state{inObject, afterMember} {
		begin(in, '}', "}")
	}
	for _, in := range []state{inArray, afterItem} {
		begin(in, ']', "]")
	}
	return kinds
}()
