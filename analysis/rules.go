package analysis

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"callrecords/schema"
)

// rulesFile are the rule sets that ship, in the form that users write theirs in.
//
//go:embed rules.csv
var rulesFile []byte

// Rule is one line of a rule set: what is held against one column of a stream.
//
// The rules of a medium are tried in their order. Those with equal Flows and NotCodecs
// belong together; the first such group whose condition a stream fulfils decides.
type Rule struct {
	Set       string   // name of the rule set
	Media     string   // audio, video or sharing
	Flows     []string // the flows that the rule is for; none: all
	NotCodecs []string // video codecs that the rule is not for
	Mode      string   // gate, any or first
	Column    string   // a measure of the table streams
	Operator  string   // > or <: comparisons are strict
	Threshold float64  // in the column's unit
	Absent    string   // unclassified or good: the verdict when all columns of an any are absent
}

// The modes of a rule.
const (
	gate  = "gate"  // a stream that does not fulfil it is unclassified
	anyOf = "any"   // a stream is poor when it fulfils one of them
	first = "first" // the first whose column is present decides
)

// What a rule file may say.
var (
	ruleColumns = []string{
		"rule_set", "media_type", "flows", "not_codecs", "mode", "column_name", "operator", "threshold", "absent",
	}
	mediaTypes = []string{"audio", "video", "sharing"}
	flows      = []string{"outbound", "inbound", "peer", "service"}
	modes      = []string{gate, anyOf, first}
	operators  = []string{">", "<"}
	absences   = []string{unclassified, good}
	setName    = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,63}$`)
	codecName  = regexp.MustCompile(`^[A-Za-z0-9]{1,64}$`)
)

// maxRules is how many rules a file may have: they are part of the statements that make views.
const maxRules = 200

// LineError is what is wrong with a line of a rule file.
type LineError struct {
	Line   int
	Reason string // says what there is instead
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// ShippedRules are the rules of cqd-2022, cqd-2021 and cri.
func ShippedRules() ([]Rule, error) {
	rules, err := ReadRules(bytes.NewReader(rulesFile))
	if err != nil {
		return nil, fmt.Errorf("rules.csv: %w", err)
	}
	return rules, nil
}

// ReadRules reads a file of rules: CSV with a header of the columns of the view
// quality_rules, in any order; position is optional, for the order of the lines counts.
// The error joins a *[LineError] per line that is wrong.
func ReadRules(from io.Reader) ([]Rule, error) {
	in := csv.NewReader(from)
	in.TrimLeadingSpace, in.ReuseRecord = true, true
	at, err := readHeader(in)
	if err != nil {
		return nil, err
	}
	var rules []Rule
	var wrong []error
	for {
		cells, err := in.Read()
		switch parse := new(csv.ParseError); {
		case errors.Is(err, io.EOF):
			if len(rules)+len(wrong) == 0 {
				wrong = append(wrong, &LineError{1, "no rule follows the header"})
			}
			return rules, errors.Join(wrong...)
		case errors.As(err, &parse):
			return nil, errors.Join(append(wrong, &LineError{parse.Line, parse.Err.Error()})...)
		case err != nil:
			return nil, err
		}
		line, _ := in.FieldPos(0)
		if len(rules)+len(wrong) == maxRules {
			return nil, &LineError{
				line,
				fmt.Sprintf("is one rule too many: a file has %d at most", maxRules),
			}
		}
		rule, reason := ruleOf(func(column string) string {
			return strings.TrimSpace(strings.Clone(cells[at[column]]))
		})
		if reason == "" {
			reason = misfit(rules, rule)
		}
		if reason != "" {
			wrong = append(wrong, &LineError{line, reason})
			continue
		}
		rules = append(rules, rule)
	}
}

// readHeader is the place of every column.
func readHeader(in *csv.Reader) (map[string]int, error) {
	names, err := in.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &LineError{1, "cannot be read as CSV: " + err.Error()}
	}
	at := map[string]int{}
	for i, name := range names {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if !slices.Contains(ruleColumns, name) && name != "position" {
			return nil, &LineError{1, unknown("column", name, ruleColumns)}
		}
		at[name] = i
	}
	for _, name := range ruleColumns {
		if _, ok := at[name]; !ok {
			return nil, &LineError{1, fmt.Sprintf("the header has no column %s; it wants %s", name,
				strings.Join(ruleColumns, ","))}
		}
	}
	return at, nil
}

// ruleOf is the rule of a line, by the names of its cells, or what is wrong with it.
func ruleOf(cell func(string) string) (r Rule, wrong string) {
	r = Rule{
		Set: cell("rule_set"), Media: cell("media_type"), Mode: cell("mode"), Column: cell("column_name"),
		Operator: cell("operator"), Absent: cell("absent"),
		Flows: strings.Fields(cell("flows")), NotCodecs: strings.Fields(cell("not_codecs")),
	}
	if r.Absent == "" {
		r.Absent = unclassified
	}
	if !setName.MatchString(r.Set) {
		return r, fmt.Sprintf("rule_set %q: wants a name of small letters, digits, -, _ and .", r.Set)
	}
	for _, word := range []struct {
		column, value string
		known         []string
	}{
		{"media_type", r.Media, mediaTypes}, {"mode", r.Mode, modes}, {"column_name", r.Column, measures()},
		{"operator", r.Operator, operators}, {"absent", r.Absent, absences},
	} {
		if !slices.Contains(word.known, word.value) {
			return r, unknown(word.column, word.value, word.known)
		}
	}
	for _, flow := range r.Flows {
		if !slices.Contains(flows, flow) {
			return r, unknown("flows", flow, flows)
		}
	}
	for _, codec := range r.NotCodecs {
		if !codecName.MatchString(codec) {
			return r, fmt.Sprintf(
				"not_codecs %q: wants names of codecs such as h264s, with blanks between",
				codec,
			)
		}
	}
	var err error
	r.Threshold, err = strconv.ParseFloat(cell("threshold"), 64)
	if err != nil || math.IsNaN(r.Threshold) || math.IsInf(r.Threshold, 0) {
		return r, fmt.Sprintf("threshold %q: wants a number such as 0.1", cell("threshold"))
	}
	if r.Absent == good && r.Mode != anyOf {
		return r, fmt.Sprintf("absent good: is for the mode any; this rule has the mode %s", r.Mode)
	}
	return r, ""
}

// misfit is what is wrong with a rule beside those before it.
func misfit(before []Rule, r Rule) string {
	for _, other := range before {
		if !other.together(r) || other.Mode == gate || r.Mode == gate {
			continue
		}
		if other.Mode != r.Mode {
			return fmt.Sprintf(
				"mode %s: the rules of %s before it have the mode %s",
				r.Mode,
				r.Media,
				other.Mode,
			)
		}
		if other.Absent != r.Absent {
			return fmt.Sprintf(
				"absent %s: the rules of %s before it have %s",
				r.Absent,
				r.Media,
				other.Absent,
			)
		}
	}
	return ""
}

// together says whether two rules are of one group.
func (r Rule) together(other Rule) bool {
	return r.Set == other.Set && r.Media == other.Media &&
		slices.Equal(r.Flows, other.Flows) && slices.Equal(r.NotCodecs, other.NotCodecs)
}

// unknown says that a word is not one of those there are.
func unknown(what, word string, known []string) string {
	return fmt.Sprintf("%s %q: there is %s", what, word, strings.Join(known, ", "))
}

// measures are the columns of streams that rules may be about: numbers of the stream itself.
func measures() (names []string) {
	for _, c := range schema.Streams.Columns {
		of := strings.HasPrefix(c.Name, "caller_") || strings.HasPrefix(c.Name, "callee_")
		if numeric(c.Kind) && !of && c.FromPage() {
			names = append(names, c.Name)
		}
	}
	return names
}

// numeric says whether a column holds a measure.
func numeric(k schema.Kind) bool {
	switch k {
	case schema.KindInt32, schema.KindInt64, schema.KindFloat32, schema.KindDuration:
		return true
	}
	return false
}

// ruleSets are the names of the rule sets, in their order.
func ruleSets(rules []Rule) (names []string) {
	for _, r := range rules {
		if !slices.Contains(names, r.Set) {
			names = append(names, r.Set)
		}
	}
	return names
}
