package judge

import (
	"regexp"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// What a statement may be before the engine sees it. Its parser takes seconds of
// one core for what is many times as large, and its own bounds (max_query_size,
// max_parser_depth, max_ast_elements) are looked at on the way or after it.
const (
	maxLength  = 250_000 // bytes; the engine's max_query_size is 262144, and the guard adds some
	maxTokens  = 20_000  // a list of 10,000 values is one
	maxNesting = 100     // of parentheses, brackets and braces
)

// Shape refuses a statement by its shape, in one pass over its text. Parameters may
// be names in it.
func Shape(sql string, parameters map[string]string) error {
	if len(sql) > maxLength {
		return tooLarge("it has %d bytes, and %d may be", len(sql), maxLength)
	}
	tokens, open := 0, 0
	for rest := sql; rest != ""; {
		n, kind := engine.Token(rest)
		token := rest[:n]
		rest = rest[n:]
		if kind == engine.TokenBlank {
			continue
		}
		if tokens++; tokens > maxTokens {
			return tooLarge("it has more than %d words and signs", maxTokens)
		}
		switch {
		case kind == engine.TokenName && !plainName(token[1:]):
			return errName
		case kind == engine.TokenWord && strings.EqualFold(token, "Identifier"):
			for _, value := range parameters {
				if !plainName(value) {
					return errName
				}
			}
		case kind == engine.TokenSign && strings.Contains("([{", token):
			open++
		case kind == engine.TokenSign && strings.Contains(")]}", token):
			open--
		}
		if open > maxNesting {
			return tooLarge("its parentheses are more than %d deep", maxNesting)
		}
	}
	return nil
}

// errName refuses a name that cannot be read back from a query tree.
var errName = Refuse("a name with a backslash, a line break or \", word: \" in it is not served")

// tooLarge is an exception about the size of a statement.
func tooLarge(format string, args ...any) error {
	return engine.Exceptionf(proto.ErrQueryIsTooLarge, "The statement is too large: "+format+
		"; ask for less at once, or join with a table instead of a list of values.", args...)
}

// attributeLike is what could pass for an attribute in a query tree.
var attributeLike = regexp.MustCompile(`, [a-z_]+: `)

// plainName says whether a name can be read back from a query tree: it has no
// escapes, no line breaks, and nothing that looks like a part of the tree.
func plainName(name string) bool {
	control := func(r rune) bool { return r < ' ' || r == '\\' }
	return strings.IndexFunc(name, control) < 0 && !attributeLike.MatchString(name)
}
