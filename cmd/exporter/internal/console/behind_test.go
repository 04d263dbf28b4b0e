package console

import "testing"

func TestATextBehindALeadIsIndented(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		width      int
		text, want string
	}{
		"fits":               {20, "all is well", "a: all is well"},
		"does not fit":       {12, "all is well", "a: all is\n   well"},
		"no terminal":        {0, "all is well", "a: all is well"},
		"steers no terminal": {80, "all\x1b[1mb", "a: all [1mb"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (Style{Width: c.width}).Behind("a: ", c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
