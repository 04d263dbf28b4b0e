package dashboards

import (
	"regexp"
	"strings"
)

// parameter is the place of a bound value in a statement.
var parameter = regexp.MustCompile(`\{([a-z_]+):([A-Za-z0-9]+)([^}]*)\}`)

// Literal is the question as one statement with its values in it, for tools that bind none. Values
// are as a text of ClickHouse has them but for the quotes.
func (q Question) Literal() string {
	return parameter.ReplaceAllStringFunc(q.SQL, func(place string) string {
		m := parameter.FindStringSubmatch(place)
		value, ok := q.Parameters[m[1]]
		if !ok {
			return place
		}
		text := "'" + strings.ReplaceAll(value, "'", `\'`) + "'"
		switch m[2] {
		case "DateTime":
			return "toDateTime(" + text + ", 'UTC')"
		case "Array":
			return value // written as SQL, see Choice.scopes
		case "String":
			return text
		}
		return "to" + m[2] + "(" + text + ")" // a number
	})
}
