package engine

import "strings"

// Qualify is a table's name with its database, quoted.
func Qualify(database, table string) string {
	return Identifier(database) + "." + Identifier(table)
}

// Identifier quotes a name for SQL (ClickHouse, Syntax, Identifiers).
func Identifier(name string) string {
	return "`" + escaper.Replace(name) + "`"
}

// Quote makes a SQL string literal (ClickHouse, Syntax, String).
func Quote(text string) string {
	return "'" + escaper.Replace(text) + "'"
}

var escaper = strings.NewReplacer(`\`, `\\`, "'", `\'`, "`", "\\`", "\n", `\n`, "\r", `\r`, "\x00", `\0`)
