package server

import "testing"

func TestSummaryIsRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]receipt{
		`{"read_rows":"3","written_rows":"12","elapsed_ns":"5"}`: {true, 12},
		`{"written_rows":"0"}`: {true, 0},
		`{"written_rows":12}`:  {},
		`{"read_rows":"3"}`:    {},
		`{"written_rows":"x"}`: {},
		``:                     {},
	} {
		if got := parseSummary(text); got != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}

func FuzzSummaryThatIsNotSignedCountsNothing(f *testing.F) {
	f.Add(`{"written_rows":"12"}`)
	f.Add(`{"written_rows":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		if r := parseSummary(text); !r.signed && r.written != 0 {
			t.Errorf("%q: %+v", text, r)
		}
	})
}
