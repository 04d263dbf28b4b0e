package embedded

import (
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// errScript refuses more than one statement, with the code and the words of a
// ClickHouse server. chDB would run them all.
var errScript = engine.Exceptionf(proto.ErrSyntaxError,
	"Syntax error (Multi-statements are not allowed): give one statement at a time.")

// oneStatement refuses a script: text with anything but blanks and comments behind a
// semicolon that is not inside quotes or a comment.
func oneStatement(sql string) error {
	ended := false
	for len(sql) > 0 {
		n, solid := token(sql)
		if solid && ended {
			return errScript
		}
		ended = ended || solid && sql[0] == ';'
		sql = sql[n:]
	}
	return nil
}

// token measures the lexical piece that sql begins with, and tells whether it
// is solid, i.e. neither blank nor comment (ClickHouse, src/Parsers/Lexer.cpp).
func token(sql string) (n int, solid bool) {
	switch {
	case strings.HasPrefix(sql, "--"), strings.HasPrefix(sql, "#!"), strings.HasPrefix(sql, "# "):
		return until(sql, 1, "\n"), false
	case strings.HasPrefix(sql, "/*"):
		return until(sql, 2, "*/"), false
	case strings.IndexByte(" \t\r\n\f\v", sql[0]) >= 0:
		return 1, false
	case strings.IndexByte("'\"`", sql[0]) >= 0:
		return quoted(sql), true
	case sql[0] == '$':
		return heredoc(sql), true
	}
	return 1, true
}

// until is the length of sql up to the end mark and with it, searched from start.
func until(sql string, start int, end string) int {
	if i := strings.Index(sql[start:], end); i >= 0 {
		return start + i + len(end)
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

// heredoc is the length of a $tag$text$tag$ that sql begins with, or 1.
func heredoc(sql string) int {
	i := strings.IndexByte(sql[1:], '$')
	if i < 0 {
		return 1
	}
	tag := sql[:i+2]
	if strings.ContainsAny(tag, " \t\r\n;'\"`") {
		return 1
	}
	if j := strings.Index(sql[len(tag):], tag); j >= 0 {
		return len(tag) + j + len(tag)
	}
	return 1
}
