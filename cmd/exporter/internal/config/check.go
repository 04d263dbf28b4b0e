package config

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/robfig/cron/v3"

	"callrecords/schema"
)

// The checks of the table get a pointer to a field of the key's type and say
// what is wrong with its value; "" is fine. Some put the value into the one
// form that the program knows.

// guid wants a GUID and writes it in lower case, so that equal ones are equal.
func guid(field any) string {
	id := field.(*string)
	*id = strings.ToLower(*id)
	// The length keeps out the other forms that uuid takes: urn:uuid:…, {…}.
	if *id != "" && (len(*id) != 36 || uuid.Validate(*id) != nil) {
		return "wants a GUID such as 11111111-2222-3333-4444-555555555555 (Entra admin center, Overview, Tenant ID)"
	}
	return ""
}

// matches wants a text of a form.
func matches(form, wants string) func(any) string {
	compiled := regexp.MustCompile(form)
	return func(field any) string {
		if !compiled.MatchString(*field.(*string)) {
			return wants
		}
		return ""
	}
}

// atLeast wants a number or a duration that is not below the least one.
func atLeast[T cmp.Ordered](least T, wants string) func(any) string {
	return func(field any) string {
		if *field.(*T) < least {
			return wants
		}
		return ""
	}
}

var (
	positive    = atLeast(time.Nanosecond, "wants a duration above 0")
	notNegative = atLeast(0, "wants 0 or more")
)

// lookback keeps late records in sight: a shorter one would pass them by.
func lookback(field any) string {
	if *field.(*time.Duration) < schema.CallRecords.BuildTime {
		return fmt.Sprintf("is too short: Graph may show a record up to %.0fm after its call, "+
			"so a run must look back longer than that; %s is the default",
			schema.CallRecords.BuildTime.Minutes(), defaultLookback)
	}
	return retained(field)
}

// phoneSpan wants whole days that Graph can be asked for.
func phoneSpan(field any) string {
	const day = 24 * time.Hour
	most := schema.PstnCalls.Retention
	if span := *field.(*time.Duration); span < day || span > most {
		return fmt.Sprintf("wants 1d to %dd: Graph reads a log back no further in one request", most/day)
	}
	return ""
}

// retained wants a duration within Graph's retention.
func retained(field any) string {
	if *field.(*time.Duration) > schema.CallRecords.Retention {
		return fmt.Sprintf(
			"is too long: Graph keeps records for %.0fd",
			schema.CallRecords.Retention.Hours()/24,
		)
	}
	return ""
}

// expiryAlarm wants a time before the expiry that can come.
func expiryAlarm(field any) string { return cmp.Or(positive(field), retained(field)) }

// concurrency puts the default in the place of 0, which old files may have.
func concurrency(field any) string {
	n := field.(*int)
	if *n == 0 {
		*n = defaultConcurrency
	}
	return notNegative(field)
}

// share wants a part of the whole. The condition is negated so that NaN fails.
func share(field any) string {
	if v := *field.(*float64); !(v > 0 && v <= 1) {
		return "wants a share above 0 and at most 1"
	}
	return ""
}

// timeZone wants a name that the database of time zones has.
func timeZone(field any) string {
	if _, err := time.LoadLocation(*field.(*string)); err != nil {
		return "wants a time zone such as Europe/Berlin, or UTC"
	}
	return ""
}

// cronSpec wants a schedule that comes round.
func cronSpec(field any) string {
	spec := *field.(*string)
	// ParseStandard panics when a time zone stands alone (robfig/cron 3.0.1).
	if strings.Contains(spec, "TZ=") && !strings.Contains(spec, " ") {
		return "has a time zone and no schedule; five fields follow it"
	}
	schedule, err := cron.ParseStandard(spec)
	if err != nil {
		return `wants five fields such as "*/15 * * * *", or @hourly: ` + err.Error()
	}
	if schedule.Next(time.Unix(0, 0)).IsZero() {
		return "names a day that never comes"
	}
	return ""
}

// pushURL wants an address without a user: it may be printed.
func pushURL(field any) string {
	if _, wrong := endpoint(field.(*string)); wrong != "" {
		return "wants a URL such as http://pushgateway:9091, without user, password, ? and #"
	}
	return ""
}

// grafanaURL wants an address without a user: browsers are sent there.
func grafanaURL(field any) string {
	if _, wrong := endpoint(field.(*string)); wrong != "" {
		return "wants a URL such as https://grafana.example.com, without user, password, ? and #"
	}
	return ""
}

// textfile wants a name that the node exporter reads, in a folder that is there.
func textfile(field any) string {
	name := *field.(*string)
	if name == "" {
		return ""
	}
	if filepath.Ext(name) != ".prom" {
		return "wants a name that ends in .prom: the node exporter reads no other"
	}
	dir := filepath.Dir(name)
	return folder(&dir)
}

// folder wants a directory that is there.
func folder(field any) string {
	dir := *field.(*string)
	if dir == "" {
		return ""
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return dir + " is not a folder; create it or leave the key out"
	}
	return ""
}
