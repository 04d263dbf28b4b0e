package embedded

import (
	"strings"
	"testing"
)

func TestOneStatementIsTold(t *testing.T) {
	t.Parallel()
	for sql, ok := range map[string]bool{
		"":                                       true,
		"SELECT 1":                               true,
		"SELECT 1;":                              true,
		"SELECT 1; ;":                            false,
		"SELECT 1; -- done\n /* x */ ":           true,
		"SELECT ';', \";\", `;`":                 true,
		"SELECT 'it''s; so'":                     true,
		`SELECT '\';'`:                           true,
		"SELECT $a$ ; $a$":                       true,
		"SELECT 1 -- ; x\n":                      true,
		"SELECT 1 /* ; */":                       true,
		"SELECT 1; SELECT 2":                     false,
		"SELECT 1;SELECT 2":                      false,
		"SELECT ''; DROP TABLE t":                false,
		`SELECT '\\'; DROP TABLE t`:              false,
		"SELECT 1 --\n; DROP TABLE t":            false,
		"SELECT $1; DROP $1":                     false,
		"SELECT 1 // '\n; DROP t // '":           false,
		"SELECT /* /* */ ' */ 1; DROP t /* ' */": false,
		"SELECT a$b$; DROP t; c$b$":              false,
		"SELECT $a-b$; DROP t; $a-b$":            false,
		"SELECT 'a\n\nb;c'":                      true,
	} {
		t.Run(sql, func(t *testing.T) {
			t.Parallel()
			if got := oneStatement(sql) == nil; got != ok {
				t.Errorf("got %t, want %t", got, ok)
			}
		})
	}
}

func FuzzOneStatementEnds(f *testing.F) {
	f.Add("SELECT '\\")
	f.Add("$a$;$")
	f.Add("/*;")
	f.Fuzz(func(t *testing.T, sql string) {
		if !strings.Contains(sql, ";") && oneStatement(sql) != nil {
			t.Errorf("got %q refused, want it taken: it has no semicolon", sql)
		}
	})
}
