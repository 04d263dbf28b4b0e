package engine

import "strings"

// TokenKind is what a token of SQL is.
type TokenKind int

// The kinds of tokens, as far as anybody here tells them apart.
const (
	TokenBlank TokenKind = iota // white space or a comment
	TokenWord                   // letters, digits, _ and $: a keyword, a bare name or a number
	TokenName                   // a name in backquotes or double quotes
	TokenText                   // a string: in quotes, or $tag$ … $tag$
	TokenSign                   // any other character
)

// Token measures the token that sql begins with and tells its kind; sql is not
// empty (ClickHouse, src/Parsers/Lexer.cpp).
func Token(sql string) (n int, kind TokenKind) {
	switch {
	case strings.HasPrefix(sql, "--"), strings.HasPrefix(sql, "//"),
		strings.HasPrefix(sql, "#!"), strings.HasPrefix(sql, "# "):
		return until(sql, 1, "\n"), TokenBlank
	case strings.HasPrefix(sql, "/*"):
		return comment(sql), TokenBlank
	case strings.HasPrefix(sql, "“"):
		return until(sql, 3, "”"), TokenName
	case strings.HasPrefix(sql, "‘"):
		return until(sql, 3, "’"), TokenText
	}
	switch c := sql[0]; {
	case strings.IndexByte(" \t\r\n\f\v", c) >= 0:
		return 1, TokenBlank
	case c == '\'':
		return quoted(sql), TokenText
	case c == '"' || c == '`':
		return quoted(sql), TokenName
	case c == '$' && heredoc(sql) > 0:
		return heredoc(sql), TokenText
	case wordly(c), c == '$' && len(sql) > 1 && wordly(sql[1]):
		for n = 1; n < len(sql) && (wordly(sql[n]) || sql[n] == '$'); n++ {
		}
		return n, TokenWord
	}
	return 1, TokenSign
}

// wordly says whether a byte may begin a word. A $ may, too, and is in the midst of one
// no beginning of a text.
func wordly(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// until is the length of sql up to the end mark and with it, searched from start.
func until(sql string, start int, end string) int {
	if i := strings.Index(sql[start:], end); i >= 0 {
		return start + i + len(end)
	}
	return len(sql)
}

// comment is the length of the comment that sql begins with: others may be in it.
func comment(sql string) int {
	depth := 0
	for i := 0; i+2 <= len(sql); {
		switch sql[i : i+2] {
		case "/*":
			depth++
		case "*/":
			if depth--; depth == 0 {
				return i + 2
			}
		default:
			i--
		}
		i += 2
	}
	return len(sql)
}

// quoted is the length of the quoted text that sql begins with. A doubled quote
// reads as two texts side by side, which makes no difference here.
func quoted(sql string) int {
	for i := 1; i < len(sql); i++ {
		switch sql[i] {
		case '\\':
			i++
		case sql[0]:
			return i + 1
		}
	}
	return len(sql)
}

// heredoc is the length of a $tag$text$tag$ that sql begins with, or 0. A tag is like a
// bare name, or nothing.
func heredoc(sql string) int {
	n := 1
	for n < len(sql) && wordly(sql[n]) {
		n++
	}
	if n == len(sql) || sql[n] != '$' {
		return 0
	}
	tag := sql[:n+1]
	if end := strings.Index(sql[len(tag):], tag); end >= 0 {
		return len(tag) + end + len(tag)
	}
	return 0
}
