package graphtest

import (
	"fmt"
	"strings"
	"time"
)

// condition is one comparison of startDateTime, or somebody who takes part.
type condition struct {
	operator    string
	bound       time.Time
	participant string // "" for a comparison
}

// parseFilter reads `startDateTime ge T and startDateTime lt T`: the operators
// lt, le, gt, ge, joined by and, with unquoted UTC literals; and, as one of the terms,
// `participants_v2/any(p:p/id eq 'ID')`. Nothing else is supported, as with Graph;
// then the complaint is not empty.
func parseFilter(s string) (cs []condition, complaint string) {
	if strings.TrimSpace(s) == "" {
		return nil, ""
	}
	for _, term := range strings.Split(s, " and ") {
		if id, found := participantTerm(term); found {
			cs = append(cs, condition{participant: id})
			continue
		}
		words := strings.Fields(term)
		if len(words) != 3 {
			return nil, fmt.Sprintf("Invalid filter clause: syntax error in '%s'.", term)
		}
		c, complaint := parseCondition(words[0], words[1], words[2])
		if complaint != "" {
			return nil, complaint
		}
		cs = append(cs, c)
	}
	return cs, ""
}

func parseCondition(property, operator, literal string) (c condition, complaint string) {
	if property != "startDateTime" {
		return c, fmt.Sprintf("Filtering on property '%s' is not supported.", property)
	}
	if !strings.Contains("|lt|le|gt|ge|", "|"+operator+"|") {
		return c, fmt.Sprintf("Operator '%s' is not supported on property 'startDateTime'.", operator)
	}
	bound, err := time.Parse(time.RFC3339Nano, literal)
	if err != nil {
		return c, fmt.Sprintf("The literal '%s' is not an Edm.DateTimeOffset.", literal)
	}
	return condition{operator: operator, bound: bound}, ""
}

// participantTerm reads the lambda of a participant's id; a quote in it comes twice.
func participantTerm(term string) (id string, found bool) {
	rest, begins := strings.CutPrefix(strings.TrimSpace(term), "participants_v2/any(p:p/id eq '")
	id, ends := strings.CutSuffix(rest, "')")
	plain := strings.ReplaceAll(id, "''", "")
	return strings.ReplaceAll(id, "''", "'"), begins && ends && id != "" && !strings.Contains(plain, "'")
}

// holds says whether a record is listed.
func (c condition) holds(w *world, v view) bool {
	if c.participant != "" {
		return w.takesPart(v, c.participant)
	}
	start := v.start
	switch order := start.Compare(c.bound); c.operator {
	case "lt":
		return order < 0
	case "le":
		return order <= 0
	case "gt":
		return order > 0
	default:
		return order >= 0
	}
}
