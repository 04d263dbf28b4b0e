package config

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// set parses a text into the key's field. It returns what is wrong with the
// text without repeating it: it may have come from a secret.
func (k key) set(c *Config, tenant int, text string) string {
	field := k.field(c, tenant)
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
		return parseBool(field, text)
	case *int:
		if *field, err = strconv.Atoi(text); err != nil {
			return "wants a whole number"
		}
	case *float64:
		if *field, err = strconv.ParseFloat(text, 64); err != nil {
			return "wants a number such as 0.8"
		}
	case *time.Duration:
		if *field, err = parseDuration(text); err != nil {
			return "wants a duration such as 30s, 2m, 48h or 30d"
		}
	default:
		return fmt.Sprintf("has a field of a type that is not read: %T", field)
	}
	return ""
}

// parseBool is stricter than strconv: 1 and T are not what a file should say.
func parseBool(field *bool, text string) string {
	if text != "true" && text != "false" {
		return "wants true or false"
	}
	*field = text == "true"
	return ""
}

var days = regexp.MustCompile(`^(\d+(?:\.\d+)?)d(.*)$`)

// parseDuration reads Go's durations with d for days of 24 hours before them:
// 30d, 1.5d, 1d12h.
func parseDuration(text string) (time.Duration, error) {
	found := days.FindStringSubmatch(text)
	if found == nil {
		return time.ParseDuration(text)
	}
	whole, err := strconv.ParseFloat(found[1], 64)
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
