package engine_test

import (
	"strings"
	"testing"

	"callrecords/load/engine"
)

func TestTokensAreThoseOfTheEnginesLexer(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]struct {
		n    int
		kind engine.TokenKind
	}{
		"  x":               {1, engine.TokenBlank},
		"-- x\ny":           {5, engine.TokenBlank},
		"/* ' */ y":         {7, engine.TokenBlank},
		"// ' x\n' y":       {7, engine.TokenBlank},
		"/* /* ' */ ' */ y": {15, engine.TokenBlank},
		"/*/ 1 */ y":        {8, engine.TokenBlank},
		"/* /*/ */ 1 */ y":  {14, engine.TokenBlank},
		"/* never ends":     {13, engine.TokenBlank},
		"a_1.b":             {3, engine.TokenWord},
		"1e9":               {3, engine.TokenWord},
		"`a\\`b`.c":         {6, engine.TokenName},
		`"a" b`:             {3, engine.TokenName},
		"“a`”.b":            {8, engine.TokenName},
		"'it''s'":           {4, engine.TokenText},
		`'\'' x`:            {4, engine.TokenText},
		"'never ends":       {11, engine.TokenText},
		"‘a’ b":             {7, engine.TokenText},
		"$a$ ' $a$ x":       {9, engine.TokenText},
		"$$ ' $$ x":         {7, engine.TokenText},
		"$1":                {2, engine.TokenWord},
		"$ 1":               {1, engine.TokenSign},
		"a$b$ ' $b$":        {4, engine.TokenWord},
		"$a$ b":             {3, engine.TokenWord},
		"$a-b$ x $a-b$":     {2, engine.TokenWord},
		"$ '$ x $ '$":       {1, engine.TokenSign},
		"(a)":               {1, engine.TokenSign},
	} {
		t.Run(sql, func(t *testing.T) {
			t.Parallel()
			if n, kind := engine.Token(sql); n != want.n || kind != want.kind {
				t.Errorf("got %d bytes of kind %d, want %d of kind %d", n, kind, want.n, want.kind)
			}
		})
	}
}

func FuzzTokensCoverTheirText(f *testing.F) {
	for _, sql := range []string{"SELECT '\\", "$a$;$", "/*;", "“", "a`b\"c"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		for rest := sql; rest != ""; {
			n, _ := engine.Token(rest)
			if n < 1 || n > len(rest) {
				t.Fatalf("got a token of %d bytes, want 1 to %d of %q", n, len(rest), rest)
			}
			rest = rest[n:]
		}
		if one, kind := engine.Token("'" + strings.ReplaceAll(sql, "'", "") + "'"); kind != engine.TokenText || one < 2 {
			t.Errorf("got kind %d of %d bytes, want a text of %q", kind, one, sql)
		}
	})
}
