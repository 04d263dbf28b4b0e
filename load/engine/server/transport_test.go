package server

import "testing"

func TestSummaryIsRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want receipt
	}{
		"rows":            {`{"read_rows":"3","written_rows":"12","elapsed_ns":"5"}`, receipt{true, 12}},
		"no rows":         {`{"written_rows":"0"}`, receipt{true, 0}},
		"a bare number":   {`{"written_rows":12}`, receipt{}},
		"no written rows": {`{"read_rows":"3"}`, receipt{}},
		"no number":       {`{"written_rows":"x"}`, receipt{}},
		"nothing":         {``, receipt{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := parseSummary(c.text); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func FuzzSummaryThatIsNotSignedCountsNothing(f *testing.F) {
	f.Add(`{"written_rows":"12"}`)
	f.Add(`{"written_rows":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		if r := parseSummary(text); !r.signed && r.written != 0 {
			t.Errorf("got %+v of %q, want no rows without a summary", r, text)
		}
	})
}
