package dashboards_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"callrecords/analysis/dashboards"
)

// Sites and clients have the sessions, and those that failed, that a join of all sessions has.
func TestFailuresAreThoseOfAllSessions(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for panel, c := range map[string]struct{ columns, from, where string }{
		"failures_by_site":   {"building, network_class", "stream_ends", "media_type = 'audio'"},
		"failures_by_client": {"platform, application_version", "session_people", "takes_part"},
	} {
		for name, narrowed := range map[string]dashboards.Narrow{
			"all":      {},
			"dropped":  {Dimension: "outcome", Value: "dropped"},
			"ok":       {Dimension: "outcome", Value: "ok"},
			"meetings": {Dimension: "scenario", Value: "meeting"},
		} {
			t.Run(panel+"/"+name, func(t *testing.T) {
				r := &reader{t, r.door}
				choice, and := month(), ""
				if narrowed.Dimension != "" {
					choice.Narrowed = []dashboards.Narrow{narrowed}
					and = fmt.Sprintf(" AND %s = '%s'", narrowed.Dimension, narrowed.Value)
				}
				within := fmt.Sprintf("record_start_date_time >= toDateTime(%d) AND record_start_date_time < toDateTime(%d)",
					choice.From.Unix(), choice.To.Unix())
				joined, _ := r.answer("joined", dashboards.Question{SQL: "SELECT " + c.columns + `,
    count() AS n,
    countIf(outcome != 'ok' AND NOT expected) AS failed,
    countIf(outcome = 'setup_failed') AS setup_failed,
    countIf(outcome = 'dropped') AS dropped,
    countIf(outcome != 'ok' AND expected) AS expected_failures
FROM session_outcomes
INNER JOIN (SELECT DISTINCT load_id, session_index, ` + c.columns + " FROM " + c.from + " WHERE " + within + " AND " + c.where + `) AS p
    USING (load_id, session_index)
WHERE ` + within + " AND scenario != 'test'" + and + " GROUP BY " + c.columns})
				shown, _ := r.rows(dashboards.Panel{Name: panel}, choice)
				if got, want := counted(shown, c.columns), counted(joined, c.columns); len(want) == 0 || !slices.Equal(got, want) {
					t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			})
		}
	}
}

// counted are rows of failures as lines.
func counted(rows []map[string]any, columns string) (lines []string) {
	for _, row := range rows {
		line := ""
		for _, column := range append(strings.Split(columns, ", "), "n", "failed", "setup_failed", "dropped", "expected_failures") {
			line += fmt.Sprint(row[column], " ")
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}
