package engine

import (
	"slices"
	"strings"
)

// readWords are the words with which statements begin that read. The engine's readonly
// setting holds what comes behind them, such as WITH … INSERT; but it lets SYSTEM and
// KILL through, which are therefore not among them.
var readWords = []string{"SELECT", "WITH", "FROM", "(", "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN", "CHECK"}

// Reads says whether a statement begins as one that reads, and with which word, in
// upper case; "" for a statement without any.
func Reads(sql string) (word string, ok bool) {
	for sql != "" {
		n, kind := Token(sql)
		if kind != TokenBlank {
			word = strings.ToUpper(sql[:n])
			return word, slices.Contains(readWords, word)
		}
		sql = sql[n:]
	}
	return "", false
}
