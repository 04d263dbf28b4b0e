package analysis_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"callrecords/analysis"
)

// placeholder is what a .sql file leaves to fill in.
var placeholder = regexp.MustCompile(`/\*[\w .-]+\*/ AS|/\*[\w .-]+\*/|\{\w+(:[^}]+)?\}`)

// parsedAt is where the engine's parser stopped.
var parsedAt = regexp.MustCompile(`\(line (\d+), col \d+\)`)

func TestEveryViewParses(t *testing.T) {
	t.Parallel()
	for _, name := range analysis.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := "views/" + name + ".sql"
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := parse(t, string(text)); err != nil {
				line := "?"
				if at := parsedAt.FindStringSubmatch(err.Error()); at != nil {
					line = at[1]
				}
				t.Errorf("analysis/%s, line %s: %v", file, line, err)
			}
		})
	}
}

// parse has the engine parse a view, line by line as it is in its file.
func parse(t *testing.T, text string) error {
	t.Helper()
	text = placeholder.ReplaceAllStringFunc(text, func(p string) string {
		if strings.HasSuffix(p, " AS") {
			return "1 AS"
		}
		return "one"
	})
	return store.Exec(t.Context(), "EXPLAIN AST "+text)
}

func TestSettingsOfAReaderDoNotChangeWhatAViewShows(t *testing.T) {
	t.Parallel()
	h := told(t)
	shipped(t, tale(t.Name())...) // a second tenant, or differences would be those of a lone one
	const sets = "SELECT dimension, count(), sum(ends) FROM {differences}(from = '2026-01-01 00:00:00'," +
		" to = '2027-01-01 00:00:00') WHERE tenant_id = %s GROUP BY dimension ORDER BY dimension"
	dimensions := h.rows(sets)
	if len(dimensions) != 17 {
		t.Errorf("got %d dimensions, want 17: %q", len(dimensions), dimensions)
	}
	for _, setting := range []string{"group_by_use_nulls = 1", "force_grouping_standard_compatibility = 0",
		"empty_result_for_aggregation_by_empty_set = 1"} {
		t.Run(setting, func(t *testing.T) {
			h := *h
			h.T = t
			h.want(sets+" SETTINGS "+setting, dimensions...)
		})
	}
	for view, setting := range map[string]string{
		"person_days": "aggregate_functions_null_for_empty = 1", "trunk_minutes": "aggregate_functions_null_for_empty = 1",
		"data_trust": "prefer_column_name_to_alias = 1",
	} {
		t.Run(view+" "+setting, func(t *testing.T) {
			h := *h
			h.T = t
			all := "SELECT count(), sum(cityHash64(*)) FROM {" + view + "} WHERE tenant_id = %s"
			h.want(all+" SETTINGS "+setting, h.rows(all)...)
		})
	}
	for _, setting := range []string{"join_use_nulls = 1", "readonly = 1", "readonly = 2, join_use_nulls = 1"} {
		t.Run(setting, func(t *testing.T) {
			h := *h
			h.T = t
			h.want("SELECT count(), countIf(verdict = 'poor'), countIf(expected) FROM {session_outcomes}"+
				" WHERE tenant_id = '"+h.tenant+"' SETTINGS "+setting, "8 2 2")
		})
	}
}

func TestAViewThatDoesNotParseIsNamedWithItsLine(t *testing.T) {
	t.Parallel()
	err := parse(t, "-- One row.\n--\n-- a  of streams\nSELECT\n    a,\n    b c d\nFROM {streams}")
	if err == nil || !strings.Contains(err.Error(), "line 6") {
		t.Errorf("got error %v, want one of line 6", err)
	}
}

func TestViewsShowTheColumnsOfTheirHeadsWithComments(t *testing.T) {
	t.Parallel()
	h := shipped(t)
	views, err := analysis.Views(analysis.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		t.Run(v.Name, func(t *testing.T) {
			h := *h
			h.T = t
			if strings.Contains(v.Query, "{from:") {
				t.Skip("the engine tells no columns of a view with parameters")
			}
			if len(v.Columns) == 0 || v.Columns[0].Name != "tenant_id" && v.Name != "quality_rules" {
				t.Errorf("got columns %v, want tenant_id first", v.Columns)
			}
			var names []string
			for _, c := range v.Columns {
				names = append(names, c.Name)
			}
			database := "analysis"
			if v.Kept {
				database += "_store"
			}
			h.want("SELECT arrayStringConcat(groupArray(name), ' ') FROM (SELECT name FROM system.columns"+
				" WHERE database = '"+database+"' AND table = '"+v.Name+"' AND comment != '' ORDER BY position)",
				strings.Join(names, " "))
		})
	}
}
