package embedded_test

import (
	"io"
	"testing"

	"callrecords/load/engine"
)

// chDB runs all statements of a text. What is let through as one has to be one to the
// engine's own parser, too, whatever quotes and comments are in it.
func FuzzWhatRunsIsOneStatement(f *testing.F) {
	for _, sql := range []string{
		"SELECT 1", "SELECT 1; SELECT 2", "SELECT 1 // '\n; SELECT 2 // '", "SELECT /* /* */ ' */ 1; SELECT 2 /* ' */",
		"SELECT 1 AS a$b$; SELECT 2 AS c$b$", "SELECT $a$ ; $a$", "SELECT ‘a’ ; SELECT “b”", "SELECT 1 #! '\n; SELECT '2'",
	} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		r, err := store.QueryIn(t.Context(), sql, "Null", engine.QuerySession{ReadOnly: true})
		if err != nil {
			return
		}
		_, err = io.Copy(io.Discard, r)
		r.Close()
		if err != nil {
			return
		}
		if got := one(t, "SELECT formatQueryOrNull("+engine.Quote(sql)+") IS NULL"); got != "0" {
			t.Errorf("got %q run, want it refused: it is not one statement to the engine", sql)
		}
	})
}
