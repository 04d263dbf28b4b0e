package dashboards

import (
	"bytes"
	"embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"callrecords/analysis/interval"
	"callrecords/schema"
)

// files are the statements of panels, and what several of them share: "/*part NAME*/" on a line of
// its own.
//
//go:embed panels/*.sql parts/*.sql
var files embed.FS

// Question is a statement that can be asked as it is.
type Question struct {
	SQL        string
	Parameters map[string]string // for {name:Type}, as ClickHouse reads them
}

// Ask is the question of a panel, on what was chosen. Tables of the exporter itself are in
// the database store.
func (p Panel) Ask(c Choice, store string) (Question, error) {
	text, err := files.ReadFile("panels/" + p.Name + ".sql")
	if err != nil {
		return Question{}, err
	}
	for _, part := range shared.FindAllSubmatch(text, -1) {
		lines, err := files.ReadFile("parts/" + string(part[1]) + ".sql")
		if err != nil {
			return Question{}, err
		}
		text = bytes.ReplaceAll(text, part[0], lines)
	}
	sql := written.ReplaceAllStringFunc(strings.TrimSpace(string(text)), func(placeholder string) string {
		return expand(strings.Trim(placeholder, "/*"), c)
	})
	sql = indented.ReplaceAllStringFunc(sql, func(line string) string {
		blanks := line[:len(line)-len(strings.TrimLeft(line, " "))]
		return conditions(line, blanks, c)
	})
	sql = strings.ReplaceAll(sql, "/*ends of streams*/", endsFor(sql))
	sql = strings.ReplaceAll(sql, "{store}", store)
	q := Question{SQL: sql, Parameters: map[string]string{}}
	all := c.parameters()
	for _, name := range Names(sql) {
		value, ok := all[name]
		if !ok {
			return Question{}, fmt.Errorf("%s.sql asks for {%s}, which nobody tells", p.Name, name)
		}
		q.Parameters[name] = value
	}
	return q, nil
}

var (
	// shared are the lines for what several statements share.
	shared = regexp.MustCompile(`(?m)^/\*part (\w+)\*/\n`)
	// written are the places of what is written once, in this package.
	written = regexp.MustCompile(`/\*(rate|of|dimensions|grouped dimensions|sets of dimensions|target|expires)[^*]*\*/`)
	// indented are lines for what was chosen, which may be none.
	indented = regexp.MustCompile(`(?m)^ */\*(tenant|ends|sessions|keys|calls|call keys|found|phones)\*/\n?`)
	// named are the parameters of a statement.
	named = regexp.MustCompile(`\{([a-z_]+):[A-Z]`)
)

// endsFor is the view that has the ends of streams for a statement: stream_people where it asks
// for no place. To find that takes a sixth of the time of many a panel.
func endsFor(sql string) string {
	if places.MatchString(sql) {
		return "stream_ends"
	}
	return "stream_people"
}

// places are the columns that stream_ends has beside those of stream_people.
var places = regexp.MustCompile(`\b(building|city|country|region|inside|network_class)\b`)

// Names are the parameters that a statement asks for, each once.
func Names(sql string) (names []string) {
	seen := map[string]bool{}
	for _, m := range named.FindAllStringSubmatch(sql, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			names = append(names, m[1])
		}
	}
	return names
}

// expand is what stands for a placeholder: "rate k n", "of DIMENSION", "dimensions", "target" or
// "expires".
func expand(placeholder string, c Choice) string {
	words := strings.SplitN(placeholder, " ", 3)
	switch {
	case words[0] == "rate" && len(words) == 3:
		return interval.SQL(words[1], words[2], "rate")
	case words[0] == "of":
		d, _ := DimensionOf(words[1])
		return d.expression()
	case placeholder == "target":
		return target
	case placeholder == "expires":
		return expires()
	}
	return compared(c, placeholder)
}

// compared are the dimensions that ends are grouped by, one at a time: "dimensions", each as a
// column; "sets of dimensions", each as a set of GROUPING SETS; "grouped dimensions", tuples of
// which the first is 0 in a row that was grouped by it, then name and value.
func compared(c Choice, placeholder string) string {
	// None of them is there when a reader has narrowed them all: then all ends are one set.
	form, none := "%[2]s AS %[1]s", "0 AS of_none"
	switch placeholder {
	case "sets of dimensions":
		form, none = "(%[1]s)", "()"
	case "grouped dimensions":
		form, none = "(grouping(%[1]s), '%[4]s', toString(%[3]s))", "(1, '', '')"
	}
	lines := []string{none}
	for _, d := range Dimensions() {
		if _, fixed := c.Value(d.Name); d.Compared && !fixed {
			name := "of_" + d.Name
			lines = append(lines, fmt.Sprintf(form, name, d.key(), d.told(name), d.Name))
		}
	}
	return strings.Join(lines, ",\n            ")
}

// target is the greatest poor rate that is good enough, of the narrowest scope that has one;
// of one scope, the tenant's own goes first.
const target = `(
        SELECT argMin(target, (indexOf({scopes:Array(String)}, toString(scope)), tenant_id = ''))
        FROM targets
        WHERE measure = concat('poor_', {media:String})
            AND has({scopes:Array(String)}, toString(scope))
    )`

// expires is when Graph forgets a record of ledger_state.
func expires() string {
	var names, seconds []string
	for _, f := range []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls} {
		names = append(names, "'"+f.Name+"'")
		seconds = append(seconds, strconv.Itoa(int(f.Retention.Seconds())))
	}
	return fmt.Sprintf("listed_start + toIntervalSecond(transform(family, [%s], [%s], 0))",
		strings.Join(names, ", "), strings.Join(seconds, ", "))
}

// conditions are the lines that stand for "/*ends*/" and its like.
func conditions(line, blanks string, c Choice) string {
	var b strings.Builder
	rows := strings.Trim(strings.TrimSpace(line), "/*")
	for _, condition := range c.conditions(rows) {
		b.WriteString(blanks + "AND " + strings.ReplaceAll(condition, "\n", "\n"+blanks) + "\n")
	}
	if text := b.String(); !strings.HasSuffix(line, "\n") {
		return strings.TrimSuffix(text, "\n")
	}
	return b.String()
}
