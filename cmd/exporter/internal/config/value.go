package config

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// field returns a pointer to the field of a path such as
// tenants[0].auth.method, which its structs' key tags spell. A test holds that
// every key of the table has a field.
func (c *Config) field(path string) any {
	v := reflect.ValueOf(c).Elem()
	for step := range strings.SplitSeq(path, ".") {
		name, number, indexed := strings.Cut(step, "[")
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("key") == name {
				v = v.Field(i)
				break
			}
		}
		if indexed {
			i, _ := strconv.Atoi(strings.TrimSuffix(number, "]"))
			v = v.Index(i)
		}
	}
	return v.Addr().Interface()
}

// set parses a text into the field of a path. It returns what is wrong with the
// text without repeating it: it may have come from a secret.
func (k key) set(c *Config, path, text string) string {
	field := c.field(path)
	text = cmp.Or(k.older[text], text)
	if wrong := parse(field, text); wrong != "" {
		return wrong
	}
	if len(k.allowed) > 0 && !slices.Contains(k.allowed, text) {
		return "wants one of " + strings.Join(k.allowed, ", ")
	}
	if k.check == nil {
		return ""
	}
	return k.check(field)
}

// parse writes a text to a field of any of the types that keys have.
func parse(field any, text string) string {
	var err error
	switch field := field.(type) {
	case *string:
		*field = text
	case *Secret:
		*field = Secret(text)
	case *bool:
		// strconv.ParseBool takes 1 and T too, which no file should say.
		if text != "true" && text != "false" {
			return "wants true or false"
		}
		*field = text == "true"
	case *int:
		if *field, err = strconv.Atoi(text); err != nil {
			return "wants a whole number"
		}
	case *float64:
		if *field, err = strconv.ParseFloat(text, 64); err != nil {
			return "wants a number such as 0.8"
		}
	case *time.Duration:
		if *field, err = ParseDuration(text); err != nil {
			return "wants a duration such as 30s, 2m, 48h or 30d"
		}
	default:
		return fmt.Sprintf("has a field of a type that is not read: %T", field)
	}
	return ""
}

var days = regexp.MustCompile(`^(\d+(?:\.\d+)?)d(.*)$`)

// ParseDuration reads Go's durations, and days of 24 hours before them: 30d,
// 1.5d, 1d12h. Prometheus' model.ParseDuration knows days too, but it refuses
// fractions (1.5h) and takes weeks and years, so that files would change their
// meaning.
func ParseDuration(text string) (time.Duration, error) {
	found := days.FindStringSubmatch(text)
	if found == nil {
		return time.ParseDuration(text)
	}
	whole, err := strconv.ParseFloat(found[1], 64)
	// Half of what an int64 holds leaves room for the part after the d.
	if err != nil || whole*24 > math.MaxInt64/float64(2*time.Hour) {
		return 0, fmt.Errorf("days: out of range")
	}
	var rest time.Duration
	if found[2] != "" {
		if rest, err = time.ParseDuration(found[2]); err != nil || rest < 0 || rest > 24*time.Hour {
			return 0, fmt.Errorf("days: the part after d is not a duration below a day")
		}
	}
	return time.Duration(whole*24*float64(time.Hour)) + rest, nil
}
