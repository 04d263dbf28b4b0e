package schema_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"callrecords/schema"
)

const (
	enumsCopy     = "testdata/enums.tsv"
	enumsOriginal = "../../shared/reference/callrecords-schema.json"
)

// enums are the values of the metadata's enum types, by type.
func enums(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, f := range table(t, enumsCopy) {
		all[f[0]] = append(all[f[0]], f[1])
	}
	return all
}

func TestEveryEnumNamesItsKnownValues(t *testing.T) {
	t.Parallel()
	known, columns, compared := enums(t), sources(), 0
	for _, a := range leaves(t) {
		for _, c := range columns[a.path] {
			t.Run(c.Name+" of "+a.path, func(t *testing.T) {
				if want := known[a.edm]; !slices.Equal(c.Values(), want) {
					t.Errorf("got %v, want %v", c.Values(), want)
				}
			})
			compared += len(known[a.edm])
		}
	}
	if compared < 400 {
		t.Errorf("got %d values that were compared, want those of all enums", compared)
	}
}

func TestKnownValuesForPeople(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"failure_stage":          "known values: unknown, callSetup, midcall, unknownFutureValue",
		"failure_reason":         "free text, which may be empty; Microsoft publishes no list of reasons",
		"modalities":             "known values: audio, video, videoBasedScreenSharing, data, screenSharing, unknownFutureValue",
		"caller_user_agent_type": "",
		"session_id":             "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, ok := schema.Sessions.Column(name)
			if !ok {
				t.Fatal("got no such column")
			}
			if got := c.KnownValues(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestCopyOfTheEnumsIsItsOriginal(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(enumsOriginal)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the original of the enums is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	type enum struct {
		FullName string
		Members  []struct{ Name string }
	}
	var original struct {
		Enums          []enum
		GraphTypesUsed struct{ Enums []enum }
	}
	if err := json.Unmarshal(text, &original); err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, e := range append(original.Enums, original.GraphTypesUsed.Enums...) {
		for _, m := range e.Members {
			name := strings.TrimPrefix(e.FullName, "microsoft.graph.")
			want[name] = append(want[name], m.Name)
		}
	}
	for name, got := range enums(t) {
		t.Run(name, func(t *testing.T) {
			if !slices.Equal(got, want[name]) {
				t.Errorf("got %v, want %v", got, want[name])
			}
		})
	}
}
