package analysis_test

import (
	"regexp"
	"strings"
	"testing"
)

// byMonth says that a table is read by its partition key; or by the least and the greatest
// start of each part, which is what a filter on the day of the start comes to.
var byMonth = regexp.MustCompile(`Partition\n\s*Keys:\s+toYYYYMM\(\w+\)|Min-Max\n\s*Keys:\s+(\w*start_date_time|day)\n`)

// A filter on the start of the records must reach the partition key of every table that a
// view reads: months of streams are read in vain otherwise.
func TestFiltersOnTheStartPruneTheTables(t *testing.T) {
	t.Parallel()
	call := written(t, "march", []any{session("participant", "service", nil, []any{object{
		"label":   "main-audio",
		"streams": streams(object{"streamDirection": "callerToCallee"}, measure{"packetUtilization", values("900")}),
	}})})
	h := shipped(t, call, []byte(strings.NewReplacer("march", "april", "2026-03-", "2026-04-").Replace(string(call))))
	for view, column := range map[string]string{
		"stream_quality":   "record_start_date_time",
		"session_people":   "record_start_date_time",
		"session_outcomes": "record_start_date_time",
		"call_people":      "record_start_date_time",
		"calls":            "start_date_time",
		"ratings":          "record_start_date_time",
		"stream_ends":      "record_start_date_time",
		"site_days":        "day",
		"access_points":    "day",
		"devices":          "day",
		"person_days":      "day",
		"call_phones":      "record_start_date_time",
		"phone_outcomes":   "day",
		"phone_calls":      "day",
		"trunk_minutes":    "day",
	} {
		t.Run(view, func(t *testing.T) {
			h := *h
			h.T = t
			april := "toDateTime('2026-04-01 00:00:00', 'UTC')"
			if column == "day" {
				april = "toDate('2026-04-01')"
			}
			plan := h.text("EXPLAIN indexes = 1, pretty = 0 SELECT * FROM {"+view+"} WHERE tenant_id = '"+h.tenant+"' AND "+column+
				" >= "+april, "TSVRaw")
			reads := strings.Split(plan, "ReadFromMergeTree (analysis_store.")
			if len(reads) < 2 {
				t.Fatalf("got no table in the plan:\n%s", plan)
			}
			for _, read := range reads[1:] {
				table, _, _ := strings.Cut(read, ")")
				if strings.HasSuffix(table, "_all") && !byMonth.MatchString(read) {
					t.Errorf("got %s read without its partition key, want it pruned:\n%s", table, plan)
				}
			}
		})
	}
}
