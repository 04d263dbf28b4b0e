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
		"", "1", "!", "-- nothing", "SELECT 1", "SELECT 1; SELECT 2", "SELECT 1 // '\n; SELECT 2 // '", "SELECT /* /* */ ' */ 1; SELECT 2 /* ' */",
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
		if parses(t, sql) {
			return
		}
		// It ran, and is not one statement to the engine: nor may it be two. (A text that begins with what is no
		// token runs nothing.)
		for at, c := range []byte(sql) {
			if c == ';' && parses(t, sql[:at]) && one(t, "SELECT formatQueryOrNull("+
				engine.Quote(sql[at+1:]+"\nSELECT 1")+") = 'SELECT 1'") != "1" {
				t.Errorf("got %q run, want it refused: %q stands behind a statement", sql, sql[at+1:])
			}
		}
	})
}

// parses says whether a text is one statement to the engine.
func parses(t *testing.T, sql string) bool {
	return one(t, "SELECT formatQueryOrNull("+engine.Quote(sql)+") IS NOT NULL SETTINGS implicit_select = 1") == "1"
}
