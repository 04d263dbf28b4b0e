package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
)

// row is there to have a nil pointer to.
type row struct{ value int }

// fault reads through a nil pointer, beside the engine.
func fault() {
	var r *row
	fmt.Println(r.value)
}

// recovered says what a fault is for who recovers from it, after all that an
// engine does: statements, one that fails and costs a connection, a session, a
// close.
func recovered(ctx context.Context, e *embedded.Engine) (what any) {
	for _, sql := range []string{"SELECT 1", "SELECT wrong", "SELECT 1", "SELECT 1"} {
		answer(ctx, e, sql)
	}
	if r, err := e.QueryIn(ctx, "SELECT 1", "TSV", engine.QuerySession{}); err == nil {
		r.Close()
	}
	if err := e.Close(); err != nil {
		return err
	}
	defer func() { what = recover() }()
	fault()
	return nil
}

// Go makes a panic of a bad pointer, with a trace that says where it is. The
// library must not take that from it.
func TestAFaultInGoIsAPanicBesideTheEngine(t *testing.T) { // alone: a child that is being started holds the locks of others
	t.Run("with a trace", func(t *testing.T) {
		t.Parallel()
		cmd := child(t, "fault", t.TempDir())
		var text strings.Builder
		cmd.Stderr = &text
		err := cmd.Run()
		if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 2 {
			t.Errorf("got %v, want exit status 2, as of a panic", err)
		}
		for _, want := range []string{"nil pointer dereference", "embedded_test.fault", "signals_test.go"} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("got %q, want %q in it", text.String(), want)
			}
		}
	})
	t.Run("to recover from", func(t *testing.T) {
		t.Parallel()
		got := strings.Join(run(t, "recover", t.TempDir()), " ")
		if want := "runtime error: invalid memory address or nil pointer dereference"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
