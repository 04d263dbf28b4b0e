package config

import (
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"callrecords/schema"
)

// latest is how long after a call's end Graph may take to show its record
// (Microsoft's page on the call records API: 150 minutes at most).
const latest = 150 * time.Minute

var (
	guidForm       = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	identifierForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	clusterForm    = regexp.MustCompile(`^[A-Za-z0-9_.-]*$`)
)

// guid wants a GUID and writes it in lower case, so that equal ones are equal.
func guid(field any) string {
	id := field.(*string)
	*id = strings.ToLower(*id)
	if *id != "" && !guidForm.MatchString(*id) {
		return "wants a GUID such as 11111111-2222-3333-4444-555555555555 (Entra admin center, Overview, Tenant ID)"
	}
	return ""
}

// identifier wants a name that SQL takes without quotes.
func identifier(field any) string {
	if !identifierForm.MatchString(*field.(*string)) {
		return "wants a name of letters, digits and _, not beginning with a digit"
	}
	return ""
}

// clusterName wants a name as it is in remote_servers, or none.
func clusterName(field any) string {
	if !clusterForm.MatchString(*field.(*string)) {
		return "wants a name of letters, digits, _, - and ., as system.clusters has it"
	}
	return ""
}

// lookback keeps late records in sight: a shorter one would pass them by.
func lookback(field any) string {
	switch d := *field.(*time.Duration); {
	case d < latest:
		return "is too short: Graph may show a record up to 150m after its call, so a run must look back longer than that; 48h is the default"
	case d > schema.CallRecords.Retention:
		return "is too long: Graph keeps records for 30d"
	default:
		return ""
	}
}

// retained wants a duration within Graph's retention.
func retained(field any) string {
	if *field.(*time.Duration) > schema.CallRecords.Retention {
		return "is too long: Graph keeps records for 30d"
	}
	return positive(field)
}

func positive(field any) string {
	if *field.(*time.Duration) <= 0 {
		return "wants a duration above 0"
	}
	return ""
}

// span wants a duration, or none.
func span(field any) string {
	if *field.(*time.Duration) < 0 {
		return "wants a duration such as 400d, or 0"
	}
	return ""
}

func notNegative(field any) string {
	if *field.(*int) < 0 {
		return "wants 0 or more"
	}
	return ""
}

// share is written so that NaN fails too.
func share(field any) string {
	if v := *field.(*float64); !(v > 0 && v <= 1) {
		return "wants a share above 0 and at most 1"
	}
	return ""
}

// cronSpec wants a schedule that comes round. ParseStandard panics when a time
// zone stands alone (robfig/cron 3.0.1), so that is asked first.
func cronSpec(field any) string {
	spec := *field.(*string)
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
