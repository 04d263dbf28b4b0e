package analysis_test

import (
	"regexp"
	"strings"
	"testing"
)

// A filter on the start of the records must reach the partition key of every table that a
// view reads: months of streams are read in vain otherwise.
func TestFiltersOnTheStartPruneTheTables(t *testing.T) {
	t.Parallel()
	call := written(t, "march", []any{session("participant", "service", nil, []any{object{
		"label": "main-audio", "streams": streams(object{"streamDirection": "callerToCallee"}, measure{"packetUtilization", values("900")}),
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
	} {
		t.Run(view, func(t *testing.T) {
			h := *h
			h.T = t
			plan := h.text("EXPLAIN indexes = 1 SELECT * FROM {"+view+"} WHERE tenant_id = '"+h.tenant+"' AND "+column+
				" >= toDateTime('2026-04-01 00:00:00', 'UTC')", "TSVRaw")
			reads := regexp.MustCompile(`(?s)ReadFromMergeTree \(analysis_store\.(\w+)_all\).*?Partition\n\s*Keys:\s+toYYYYMM\(\w+\)`)
			found := map[string]bool{}
			for _, m := range reads.FindAllStringSubmatch(plan, -1) {
				found[m[1]] = true
			}
			for _, m := range regexp.MustCompile(`ReadFromMergeTree \(analysis_store\.(\w+)_all\)`).FindAllStringSubmatch(plan, -1) {
				if !found[m[1]] {
					t.Errorf("got %s_all read without its partition key, want it pruned:\n%s", m[1], plan)
				}
			}
			if len(found) == 0 {
				t.Errorf("got no table in the plan:\n%s", plan)
			}
		})
	}
}
