package oracle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// itemOf is the type of the items of an array type; of another one, itself.
func itemOf(kind string) string {
	if item, isArray := strings.CutPrefix(kind, "Array("); isArray {
		return strings.TrimSuffix(item, ")")
	}
	return kind
}

// convert reads a JSON value as a ClickHouse type of the contract.
func convert(v any, kind string) (any, error) {
	switch kind {
	case "String", "LowCardinality(String)":
		return text(v)
	case "Array(String)", "Array(LowCardinality(String))":
		return texts(v)
	case "Map(String, Bool)":
		return flags(v)
	}
	if v == nil || v == "" {
		return nil, nil
	}
	switch kind {
	case "Nullable(Bool)":
		flag, ok := v.(bool)
		return flag, want(ok, v, kind)
	case "UInt64":
		return whole(v, 0, math.MaxInt64)
	case "Nullable(Int32)":
		return whole(v, math.MinInt32, math.MaxInt32)
	case "Nullable(Int64)":
		return whole(v, math.MinInt64, math.MaxInt64)
	case "Nullable(Float32)":
		return single(v)
	case "Nullable(Float64)":
		return milliseconds(v)
	case "DateTime64(7, 'UTC')", "Nullable(DateTime64(7, 'UTC'))":
		return instant(v)
	}
	return nil, fmt.Errorf("type %s is not known", kind)
}

// empty is what a type has in place of what cannot be read.
func empty(kind string) any {
	switch kind {
	case "String", "LowCardinality(String)":
		return ""
	case "Array(String)", "Array(LowCardinality(String))", "Array(Nullable(Int32))", "Array(Nullable(Float64))":
		return []any{}
	case "Map(String, Bool)":
		return map[string]bool{}
	}
	return nil
}

// want is an error when a value is not of the JSON type that its column needs.
func want(ok bool, v any, kind string) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%T where %s belongs", v, kind)
}

func text(v any) (any, error) {
	s, ok := v.(string)
	return s, want(ok || v == nil, v, "text")
}

// texts are a list of texts. One that is none is an empty text.
func texts(v any) (any, error) {
	list, ok := v.([]any)
	if err := want(ok || v == nil, v, "a list of texts"); err != nil {
		return nil, err
	}
	items := []any{}
	for _, item := range list {
		s, _ := item.(string)
		items = append(items, s)
	}
	return items, nil
}

// flags are the booleans of an open object.
func flags(v any) (any, error) {
	o, ok := v.(*object)
	if v != nil && !ok {
		return nil, want(false, v, "an object")
	}
	found := map[string]bool{}
	for _, key := range o.names() {
		if flag, ok := o.values[key].(bool); ok {
			found[key] = flag
		}
	}
	return found, nil
}

// numeral is how a number is written, also as text.
var numeral = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

// digits are those of a number, or of a text that stands for one.
func digits(v any) (string, error) {
	s, _ := v.(string)
	if n, ok := v.(json.Number); ok {
		s = n.String()
	}
	return s, want(numeral.MatchString(s), v, "a number")
}

// whole reads a whole number within bounds. Written with a fraction or an
// exponent, it is one as far as a double holds it.
func whole(v any, low, high int64) (any, error) {
	s, err := digits(v)
	if err != nil {
		return nil, err
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53-1 {
			return nil, fmt.Errorf("%s is no whole number", s)
		}
		n = int64(f)
	}
	return n, want(n >= low && n <= high, v, fmt.Sprintf("a number from %d to %d", low, high))
}

// single reads a number in single precision.
func single(v any) (any, error) {
	s, err := digits(v)
	if err != nil {
		return nil, err
	}
	return strconv.ParseFloat(s, 32)
}

var duration = regexp.MustCompile(`^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)

// milliseconds adds up a duration exactly and rounds once.
func milliseconds(v any) (any, error) {
	s, _ := v.(string)
	parts := duration.FindStringSubmatch(s)
	if parts == nil {
		return nil, fmt.Errorf("%v is no duration", v)
	}
	sum := new(big.Rat)
	for i, unit := range []int64{86400e3, 3600e3, 60e3, 1e3} {
		if n, ok := new(big.Rat).SetString(parts[i+2]); ok {
			sum.Add(sum, n.Mul(n, big.NewRat(unit, 1)))
		}
	}
	if parts[1] == "-" {
		sum.Neg(sum)
	}
	f, _ := sum.Float64()
	return f, nil
}

// RFC 3339 and what OData allows beyond it.
var rfc3339 = regexp.MustCompile(
	`^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?(?:[Zz]|([+-]\d\d)(?::?(\d\d))?)$`)

// instant reads an instant and cuts it off after 100 ns; the first day of year 1
// is the service's way to say none. A leap second is the one after it.
func instant(v any) (any, error) {
	s, _ := v.(string)
	p := rfc3339.FindStringSubmatch(s)
	if p == nil || p[3] == "" && p[4] != "" {
		return nil, fmt.Errorf("%v is no instant", v)
	}
	seconds, leap := cmp.Or(p[3], ":00"), time.Duration(0)
	if seconds == ":60" {
		seconds, leap = ":59", time.Second
	}
	spelled := p[1] + "T" + p[2] + seconds + "." + (p[4] + "0000000")[:7] + cmp.Or(p[5], "+00") + ":" + cmp.Or(p[6], "00")
	t, err := time.Parse(time.RFC3339, spelled)
	switch {
	case err != nil:
		return nil, err
	case p[1] == "0001-01-01":
		return nil, nil
	case leap > 0 && t.UTC().Format("15:04") != "23:59":
		return nil, fmt.Errorf("%v is no leap second", v)
	}
	t = t.UTC().Add(leap)
	if t.Year() < 1900 || t.Year() > 2261 {
		return nil, fmt.Errorf("%v is out of range", v)
	}
	return t, nil
}
