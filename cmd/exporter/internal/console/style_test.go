package console

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWrapBreaksBetweenWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		width, indent int
		text          string
		want          []string
	}{
		"fits":                  {20, 4, "nothing new here", []string{"nothing new here"}},
		"does not":              {19, 4, "nothing new here", []string{"nothing new", "here"}},
		"a word that is long":   {12, 2, "see 0123456789012 there", []string{"see", "0123456789012", "there"}},
		"runes, not bytes":      {14, 4, "ääää äääää z", []string{"ääää äääää", "z"}},
		"no terminal":           {0, 4, "nothing  new here", []string{"nothing  new here"}},
		"a terminal of no room": {8, 4, "nothing new here", []string{"nothing new here"}},
		"nothing":               {20, 4, "", []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (Style{Width: c.width}).Wrap(c.text, c.indent); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTableColorsTheWordsThatMatterAndKeepsItsColumns(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"outcome", "failed"}, {"note", "it failed"}}
	var painted, bare strings.Builder
	for out, s := range map[*strings.Builder]Style{&painted: {Color: true}, &bare: {}} {
		if err := s.Table(out, []string{"tenant", "t"}, rows); err != nil {
			t.Fatal(err)
		}
	}
	if want := strings.Replace(bare.String(), "failed\n", red+"failed"+plain+"\n", 1); painted.String() != want {
		t.Errorf("got %q, want %q", painted.String(), want)
	}
}

func TestAFileHasNoColors(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := StyleOf(f, nil); got != (Style{}) {
		t.Errorf("got %+v, want none", got)
	}
	if got := (Style{}).Paint("failed"); got != "failed" {
		t.Errorf("got %q, want it plain", got)
	}
}
