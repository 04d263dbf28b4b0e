package embedded

import (
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
		n, kind := engine.Token(sql)
		solid := kind != engine.TokenBlank
		if solid && ended {
			return errScript
		}
		ended = ended || solid && sql[0] == ';'
		sql = sql[n:]
	}
	return nil
}
