package httpserver

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/judge"
)

// tableFilters is the setting that adds a condition to every reading of a table.
// Grafana puts its ad hoc filters into it.
const tableFilters = "additional_table_filters"

// settingsClause takes the SETTINGS clause off the end of a statement, as Grafana and
// others write it. The settings then go the way of those in a URL: the statement runs
// in a session that can be set nothing, and a clause could lift what it has. A clause
// that is not understood stays where it is, and is refused with the statement.
func settingsClause(sql string) (rest string, settings map[string]string) {
	depth, at := 0, -1 // of the last word SETTINGS outside of all parentheses
	for i := 0; i < len(sql); {
		n, kind := engine.Token(sql[i:])
		switch token := sql[i : i+n]; {
		case kind == engine.TokenSign && strings.Contains("([{", token):
			depth++
		case kind == engine.TokenSign && strings.Contains(")]}", token):
			depth--
		case kind == engine.TokenWord && depth == 0 && strings.EqualFold(token, "SETTINGS"):
			at = i
		}
		i += n
	}
	if at <= 0 {
		return sql, nil
	}
	settings, ok := assignments(sql[at+len("SETTINGS"):])
	if !ok {
		return sql, nil
	}
	return strings.TrimSpace(sql[:at]), settings
}

// assignments reads name = value, …: values are numbers, words, strings and maps of
// strings.
func assignments(text string) (settings map[string]string, ok bool) {
	settings = map[string]string{}
	for words := tokens(text); ; {
		if len(words) < 3 || !assigned.MatchString(words[0]) || words[1] != "=" {
			return nil, false
		}
		end := slices.Index(words, ",")
		if words[2] == "{" { // a map has commas of its own
			end = slices.Index(words, "}") + 1
			if end == 0 || end < len(words) && words[end] != "," {
				return nil, false
			}
		} else if end < 0 {
			end = len(words)
		}
		value, ok := settingValue(words[2:end])
		if !ok {
			return nil, false
		}
		settings[words[0]] = value
		if end == len(words) {
			return settings, true
		}
		words = words[end+1:]
	}
}

var (
	assigned = regexp.MustCompile(`^[A-Za-z_]\w*$`)
	plain    = regexp.MustCompile(`^(?i:-?[0-9]+(\.[0-9]+)?|true|false)$`)
)

// settingValue is a value as the URL would have it.
func settingValue(words []string) (value string, ok bool) {
	switch text := strings.Join(words, ""); {
	case text == "":
		return "", false
	case plain.MatchString(text):
		return text, true
	case words[0] == "{":
		return text, true
	case len(words) == 1:
		return unquoted(text)
	}
	return "", false
}

// tokens are the words and signs of a text, without blanks and comments.
func tokens(text string) (all []string) {
	for text != "" {
		n, kind := engine.Token(text)
		if kind != engine.TokenBlank {
			all = append(all, text[:n])
		}
		text = text[n:]
	}
	return all
}

// unquoted is a text without its quotes. Of the escapes, only those of a quote and of
// a backslash are read.
func unquoted(token string) (text string, ok bool) {
	inner, isText := strings.CutPrefix(token, "'")
	inner, ends := strings.CutSuffix(inner, "'")
	if !isText || !ends {
		return "", false
	}
	var b strings.Builder
	for i := 0; i < len(inner); i++ {
		if inner[i] == '\\' {
			if i++; i == len(inner) || inner[i] != '\\' && inner[i] != '\'' {
				return "", false
			}
		}
		b.WriteByte(inner[i])
	}
	return b.String(), true
}

// filtersOf reads the map of tableFilters: a condition per table.
func filtersOf(value string) (filters map[string]string, err error) {
	words := tokens(value)
	bad := judge.Refuse(tableFilters + " wants {'table': 'condition', …}")
	if len(words) < 2 || words[0] != "{" || words[len(words)-1] != "}" {
		return nil, bad
	}
	filters = map[string]string{}
	for words = words[1 : len(words)-1]; len(words) > 0; {
		if len(words) < 3 || words[1] != ":" || len(words) > 3 && words[3] != "," {
			return nil, bad
		}
		table, isTable := unquoted(words[0])
		condition, isCondition := unquoted(words[2])
		if !isTable || !isCondition {
			return nil, bad
		}
		filters[table] = condition
		words = words[min(4, len(words)):]
	}
	return filters, nil
}

// setByClause adds the settings of a reader's clause to those of the URL: obeyed or
// refused by name. A bound may only be made stricter.
func (req *request) setByClause(clause map[string]string, limits Limits) error {
	bounds := limits.settings()
	for _, name := range slices.Sorted(maps.Keys(clause)) {
		value := clause[name]
		bound, isBound := bounds[name]
		switch wanted, err := strconv.ParseFloat(value, 64); {
		case name == tableFilters:
			filters, err := filtersOf(value)
			if err != nil {
				return err
			}
			req.filters = filters
			req.session.Settings[name] = spelled(filters)
		case isBound && (err != nil || math.IsNaN(wanted) || wanted <= 0 || bound > 0 && wanted > bound):
			return judge.Refuse(fmt.Sprintf("%s = %s: want a number, above 0 and at most %s",
				name, value, number(bound)))
		case isBound:
			if given, err := strconv.ParseFloat(req.session.Settings[name], 64); err != nil || wanted < given {
				req.session.Settings[name] = number(wanted)
			}
		case offers(name) && name != "limit" && name != "offset": // those are for the whole, not for a part of a UNION
			req.session.Settings[name] = value
		case !ignored[name] || name == "readonly":
			return judge.Refuse("the setting " + strconv.Quote(name) + " is not served to readers; leave it out")
		}
	}
	return nil
}

// spelled is a map of texts in SQL, made anew: what the engine reads is what was judged.
func spelled(filters map[string]string) string {
	var parts []string
	for _, table := range slices.Sorted(maps.Keys(filters)) {
		parts = append(parts, engine.Quote(table)+":"+engine.Quote(filters[table]))
	}
	return "{" + strings.Join(parts, ",") + "}"
}
