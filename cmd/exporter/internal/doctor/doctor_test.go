package doctor

import (
	"errors"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/console"
)

func TestFindingsAreToldAsTheyComeAndCounted(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	d := &doctor{stdout: &out}
	d.tell(finding{what: "clock", fine: "right"})
	if want := "ok    clock: right\n"; out.String() != want {
		t.Errorf("got %q at once, want %q", out.String(), want)
	}
	d.style = console.Style{Color: true}
	d.tell(finding{what: "token", err: errors.New("none")})
	if want := "\x1b[31mWRONG\x1b[0m token: none\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if d.checks != 2 || d.bad != 1 {
		t.Errorf("got %d of %d wrong, want 1 of 2", d.bad, d.checks)
	}
}
