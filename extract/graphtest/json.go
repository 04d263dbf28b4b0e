package graphtest

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// beyond marks an enum member after the sentinel: Graph sends it only to who
// prefers include-unknown-enum-members, and unknownFutureValue to all others.
const beyond = "+"

// writer appends JSON in the order it is called. An empty key appends an
// element of a list.
type writer struct {
	b      []byte
	known  bool // enum members after the sentinel are hidden
	bare   bool // odata.metadata=none: no @odata.context, no @odata.type
	sparse bool // members that are null are left out
	filled bool // lists that are empty, too

	listed int // where the newest list began
}

func (w *writer) key(key string) {
	if n := len(w.b); n > 0 && !strings.ContainsRune("{[:", rune(w.b[n-1])) {
		w.b = append(w.b, ',')
	}
	if key != "" {
		w.b = append(append(append(w.b, '"'), key...), '"', ':')
	}
}

func (w *writer) open(key string) { w.key(key); w.b = append(w.b, '{') }
func (w *writer) close()          { w.b = append(w.b, '}') }

func (w *writer) list(key string) {
	w.listed = len(w.b)
	w.key(key)
	w.b = append(w.b, '[')
	if key == "" || key == "value" { // an item, and what every page must have
		w.listed = len(w.b)
	}
}

func (w *writer) end() {
	if w.filled && w.listed < len(w.b) && w.b[len(w.b)-1] == '[' {
		w.b = w.b[:w.listed]
		return
	}
	w.b = append(w.b, ']')
}

func (w *writer) null(key string) {
	if w.sparse && key != "" {
		return
	}
	w.key(key)
	w.b = append(w.b, "null"...)
}

func (w *writer) str(key, s string) {
	w.key(key)
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
		quoted, _ := json.Marshal(s) // a string cannot fail
		w.b = append(w.b, quoted...)
		return
	}
	w.b = append(append(append(w.b, '"'), s...), '"')
}

// text writes null for an empty string.
func (w *writer) text(key, s string) {
	if s == "" {
		w.null(key)
		return
	}
	w.str(key, s)
}

func (w *writer) strs(key string, values []string) {
	w.list(key)
	for _, s := range values {
		w.str("", s)
	}
	w.end()
}

func (w *writer) enum(key, member string) {
	name, hidden := strings.CutPrefix(member, beyond)
	if hidden && w.known {
		name = "unknownFutureValue"
	}
	w.str(key, name)
}

func (w *writer) enums(key string, members []string) {
	w.list(key)
	for _, m := range members {
		w.enum("", m)
	}
	w.end()
}

func (w *writer) bool(key string, v bool) {
	w.key(key)
	w.b = strconv.AppendBool(w.b, v)
}

func (w *writer) int(key string, v int64) {
	w.key(key)
	w.b = strconv.AppendInt(w.b, v, 10)
}

// count writes null when absent.
func (w *writer) count(key string, there bool, v int) {
	if !there {
		w.null(key)
		return
	}
	w.int(key, int64(v))
}

// measure writes an Edm.Single: NaN and the infinities as strings, as the OData
// JSON format says (4.01, section 7.1), and null when absent.
func (w *writer) measure(key string, there bool, v float64) {
	switch {
	case !there:
		w.null(key)
	case math.IsNaN(v):
		w.str(key, "NaN")
	case math.IsInf(v, 1):
		w.str(key, "INF")
	case math.IsInf(v, -1):
		w.str(key, "-INF")
	default:
		w.key(key)
		w.b = strconv.AppendFloat(w.b, math.Round(v*1e6)/1e6, 'f', -1, 32)
	}
}

// time writes an Edm.DateTimeOffset in UTC with 0 to 7 fractional digits.
func (w *writer) time(key string, t time.Time) {
	w.key(key)
	w.b = append(w.b, '"')
	w.b = t.AppendFormat(w.b, "2006-01-02T15:04:05.9999999Z")
	w.b = append(w.b, '"')
}

// note writes an @odata annotation unless the client wants none.
func (w *writer) note(key, value string) {
	if !w.bare {
		w.str(key, value)
	}
}
