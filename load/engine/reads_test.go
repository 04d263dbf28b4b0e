package engine_test

import (
	"testing"

	"callrecords/load/engine"
)

func TestAStatementThatReadsIsToldByItsFirstWord(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]struct {
		word string
		ok   bool
	}{
		"SELECT 1":                         {"SELECT", true},
		" -- a comment\n/* more */ with 1": {"WITH", true},
		"(SELECT 1)":                       {"(", true},
		"check table t":                    {"CHECK", true},
		"DROP TABLE t":                     {"DROP", false},
		"SYSTEM FLUSH LOGS":                {"SYSTEM", false},
		"/* SELECT */ KILL QUERY WHERE 1":  {"KILL", false},
		"INSERT INTO t SELECT 1":           {"INSERT", false},
		" \n-- nothing":                    {"", false},
		"":                                 {"", false},
		"SELECTED":                         {"SELECTED", false},
	} {
		t.Run(sql, func(t *testing.T) {
			t.Parallel()
			word, ok := engine.Reads(sql)
			if word != want.word || ok != want.ok {
				t.Errorf("got %q %t, want %q %t", word, ok, want.word, want.ok)
			}
		})
	}
}
