package oracle

import (
	"cmp"
	"encoding/json"
	"fmt"
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
		return flags(v), nil
	}
	if v == nil || isMeasure(kind) && isNoNumber(v) {
		return nil, nil
	}
	switch kind {
	case "Nullable(Bool)":
		flag, ok := v.(bool)
		return flag, want(ok, v, kind)
	case "UInt64", "UInt32", "Nullable(Int32)", "Nullable(Int64)":
		return strconv.ParseInt(fmt.Sprint(v), 10, 64)
	case "Nullable(Float32)":
		return single(v)
	case "Nullable(Float64)":
		return milliseconds(v)
	case "DateTime64(7, 'UTC')", "Nullable(DateTime64(7, 'UTC'))":
		return instant(v)
	}
	return nil, fmt.Errorf("type %s is not known", kind)
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

func texts(v any) (any, error) {
	list, ok := v.([]any)
	if err := want(ok || v == nil, v, "a list of texts"); err != nil {
		return nil, err
	}
	items := []any{}
	for _, item := range list {
		s, err := text(item)
		if err != nil {
			return nil, err
		}
		items = append(items, s)
	}
	return items, nil
}

// flags are the booleans of an open object.
func flags(v any) map[string]bool {
	found := map[string]bool{}
	if o, ok := v.(*object); ok {
		for key, v := range o.values {
			if flag, ok := v.(bool); ok {
				found[key] = flag
			}
		}
	}
	return found
}

// isMeasure says whether a type, or that of its items, is one of measures.
func isMeasure(kind string) bool {
	switch itemOf(kind) {
	case "Nullable(Int32)", "Nullable(Int64)", "Nullable(Float32)", "Nullable(Float64)":
		return true
	}
	return false
}

// isNoNumber says whether a value is one of the texts with which OData says
// that there is no number. They are no measures, and kept as unknown.
func isNoNumber(v any) bool { return v == "NaN" || v == "INF" || v == "-INF" }

// single reads a number in single precision.
func single(v any) (any, error) {
	n, ok := v.(json.Number)
	if !ok {
		return nil, want(false, v, "a number")
	}
	f, err := strconv.ParseFloat(n.String(), 32)
	return f, err
}

var duration = regexp.MustCompile(`^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)

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
