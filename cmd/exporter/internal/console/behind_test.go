package console

import "testing"

func TestLinesThatAreTooWideHang(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		width      int
		text, want string
	}{
		"fits":                {20, "all  is well\n", "all  is well\n"},
		"does not fit":        {10, "all is well, he said\nbye\n", "all is\n  well, he\n  said\nbye\n"},
		"is indented already": {14, "  all is well, he", "  all is\n    well, he"},
		"a long word":         {10, "a 0123456789-0123456789 b", "a\n  0123456789-0123456789\n  b"},
		"no terminal":         {0, "all is well, he said", "all is well, he said"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (Style{Width: c.width}).Hanging(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

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
