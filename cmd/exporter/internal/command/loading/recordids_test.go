package loading

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/stdin"
)

func TestIDsAreReadFromArgumentsAndStandardInput(t *testing.T) {
	t.Parallel()
	const one, two = "11111111-2222-3333-4444-555555555555", "6aaaaaaa-2222-3333-4444-555555555555"
	many := make([]string, maxIDs+2)
	for i := range many {
		many[i] = fmt.Sprintf("id %d", i)
	}
	for name, c := range map[string]struct {
		args    []string
		stdin   string
		want    []string
		refused []string
		wrong   string
	}{
		"one":                   {[]string{one}, "", []string{one}, nil, ""},
		"one, twice spelled":    {[]string{one, "{" + strings.ToUpper(two) + "}", two}, "", []string{one, two}, nil, ""},
		"of standard input":     {[]string{"-"}, one + "\r\n\n  " + two, []string{one, two}, nil, ""},
		"of both":               {[]string{two, "-"}, one + "\n", []string{two, one}, nil, ""},
		"one that is none":      {[]string{one, "a\x00b"}, "", []string{one}, []string{"a\x00b"}, ""},
		"as many as can be":     {many[:maxIDs], "", many[:maxIDs], nil, ""},
		"more than can be":      {many, "", many[:maxIDs], many[maxIDs:], ""},
		"none that is one":      {[]string{"a\x00b"}, "", nil, []string{"a\x00b"}, "no id that can be asked for"},
		"nothing":               {[]string{"-"}, " \n", nil, nil, "no ids on standard input"},
		"a text without an end": {[]string{"-"}, strings.Repeat("x\n", stdin.Most), nil, nil, "more than 1024 KiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := readIDs(c.args, strings.NewReader(c.stdin))
			if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("got error %v, want %q", err, c.wrong)
			}
			var refused []string
			for _, r := range got.refused {
				refused = append(refused, r.ID)
			}
			if !slices.Equal(got.ids, c.want) || !slices.Equal(refused, c.refused) {
				t.Errorf("got %q, refused %q; want %q, refused %q", got.ids, refused, c.want, c.refused)
			}
		})
	}
}
