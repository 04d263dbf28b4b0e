package problem

import (
	"errors"
	"io/fs"
	"testing"

	"callrecords/cmd/exporter/internal/bounded"
)

func TestProblemsComeInTheOrderOfTheFileThenOfVariables(t *testing.T) {
	t.Parallel()
	var p Problems
	p.Add(Place{Key: "tenants"}, "names no tenant")
	p.Add(Place{File: Environment, Key: "A_LEVEL"}, "wants one of %s", "debug, info")
	p.Add(Place{File: "a.yaml", Key: "log"}, "is missing")
	p.Add(Place{File: "a.yaml", Line: 2, Column: 9}, "second of its line")
	p.Add(Place{File: "a.yaml", Line: 2, Column: 3}, "first of its line")
	want := "a.yaml:2: first of its line\na.yaml:2: second of its line\na.yaml: log: is missing\n" +
		"environment: A_LEVEL: wants one of debug, info\ntenants: names no tenant"
	if got := p.Err().Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !p.Has(Place{File: "a.yaml", Line: 7, Key: "log"}) || p.Has(Place{File: "b.yaml", Key: "log"}) {
		t.Error("has: got another key, want the one of the file and the name")
	}
	var none Problems
	if err := none.Err(); err != nil {
		t.Errorf("no problems: got %v, want nil", err)
	}
}

func TestUnreadableFilesAreSaidInWords(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"no such file": &fs.PathError{Op: "open", Path: "/secret", Err: fs.ErrNotExist},
		"may not be read by this user; check its owner and mode": fs.ErrPermission,
		"is larger than 64 KiB; is it the right file?":           &bounded.TooLargeError{Most: 64 << 10},
		"cannot be read: odd":                                    errors.New("odd"),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if got := Unreadable(err); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
