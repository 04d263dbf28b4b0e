package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callrecords/schema"
)

// The verdicts of a stream.
const (
	poor          = "poor"
	good          = "good"
	unclassified  = "unclassified"
	notApplicable = "not_applicable"
)

// verdictSQL is the verdict of a stream by a rule set, over the columns of a row of streams
// and the derived {media_type} and {flow}.
func verdictSQL(rules []Rule, set string) string {
	branches := []branch{{"stream_id = '' OR {media_type} = 'data'", quote(notApplicable)}}
	branches = append(branches, mediaBranches(rules, set, groupVerdict)...)
	return multiIf(branches, quote(unclassified))
}

// reasonsSQL are the columns for which a stream is poor by a rule set, in the order of
// its rules; empty when it is not poor.
func reasonsSQL(rules []Rule, set string) string {
	return multiIf(mediaBranches(rules, set, groupReasons), "[]")
}

// branch is a condition with what it leads to.
type branch struct{ when, then string }

// multiIf is the first branch that holds.
func multiIf(branches []branch, otherwise string) string {
	if len(branches) == 0 {
		return otherwise
	}
	var b strings.Builder
	b.WriteString("multiIf(\n")
	for _, br := range branches {
		fmt.Fprintf(&b, "    %s,\n    %s,\n", br.when, indent(br.then))
	}
	return b.String() + "    " + otherwise + ")"
}

// mediaBranches are the groups of a set's rules, each as one branch.
func mediaBranches(rules []Rule, set string, of func(group []Rule) string) (branches []branch) {
	for _, media := range mediaTypes {
		for _, group := range groups(rules, set, media) {
			when := "{media_type} = " + quote(media)
			if f := group[0].Flows; len(f) > 0 {
				when += " AND {flow} IN (" + quoteAll(f) + ")"
			}
			if c := group[0].NotCodecs; len(c) > 0 {
				when += " AND video_codec NOT IN (" + quoteAll(c) + ")"
			}
			branches = append(branches, branch{when, of(group)})
		}
	}
	return branches
}

// groups are the rules of a medium that belong together, in their order.
func groups(rules []Rule, set, media string) (all [][]Rule) {
next:
	for _, r := range rules {
		if r.Set != set || r.Media != media {
			continue
		}
		for i := range all {
			if all[i][0].together(r) {
				all[i] = append(all[i], r)
				continue next
			}
		}
		all = append(all, []Rule{r})
	}
	return all
}

// groupVerdict is the verdict by the rules of one group.
func groupVerdict(group []Rule) string {
	var branches []branch
	var over, absent []string
	otherwise := good
	for _, r := range group {
		switch r.Mode {
		case gate:
			branches = append(branches, branch{"NOT ifNull(" + r.holds() + ", false)", quote(unclassified)})
		case first:
			branches = append(
				branches,
				branch{r.present(), fmt.Sprintf("if(%s, %s, %s)", r.holds(), quote(poor), quote(good))},
			)
			otherwise = unclassified
		case anyOf:
			over, absent = append(over, r.holds()), append(absent, r.measure()+" IS NULL")
		}
	}
	if len(over) > 0 {
		if group[len(group)-1].Absent == unclassified {
			branches = append(branches, branch{strings.Join(absent, " AND "), quote(unclassified)})
		}
		branches = append(branches, branch{strings.Join(over, " OR "), quote(poor)})
	}
	return multiIf(branches, quote(otherwise))
}

// groupReasons are the columns that made a stream poor, by the rules of one group.
func groupReasons(group []Rule) string {
	var branches []branch
	var over []string
	for _, r := range group {
		switch r.Mode {
		case gate:
			branches = append(branches, branch{"NOT ifNull(" + r.holds() + ", false)", "[]"})
		case first:
			branches = append(
				branches,
				branch{r.present(), fmt.Sprintf("if(%s, [%s], [])", r.holds(), quote(r.Column))},
			)
		case anyOf:
			over = append(over, fmt.Sprintf("if(%s, %s, '')", r.holds(), quote(r.Column)))
		}
	}
	if len(over) == 0 {
		return multiIf(branches, "[]")
	}
	return multiIf(branches, "arrayFilter(name -> name != '', ["+strings.Join(over, ",\n        ")+"])")
}

// holds is the comparison, in the column's own precision: a Float32 that was sent as 0.1
// is not over 0.1.
func (r Rule) holds() string {
	threshold := strconv.FormatFloat(r.Threshold, 'g', -1, 64)
	if c, _ := schema.Streams.Column(r.Column); c.Kind == schema.KindFloat32 {
		threshold = "toFloat32(" + threshold + ")"
	}
	return r.measure() + " " + r.Operator + " " + threshold
}

func (r Rule) present() string { return r.measure() + " IS NOT NULL" }

func (r Rule) measure() string { return measureSQL(r.Column) }

// measureSQL is a measure of a row of streams. Rows of an older exporter can hold NaN and
// infinities, which are no measures.
func measureSQL(name string) string {
	if c, _ := schema.Streams.Column(name); c.Kind == schema.KindFloat32 || c.Kind == schema.KindDuration {
		return fmt.Sprintf("if(isFinite(%s), %[1]s, NULL)", name)
	}
	return name
}

// measuresSQL are the measures of a row of streams, under their names.
func measuresSQL(of string) string {
	var lines []string
	for _, name := range measures() {
		lines = append(lines, strings.ReplaceAll(measureSQL(name), name, of+"."+name)+" AS "+name)
	}
	return strings.Join(lines, ",\n")
}

// unmeasuredSQL is the condition of a stream that has none of the columns that rules ask for.
func unmeasuredSQL(rules []Rule) string {
	var absent []string
	for _, r := range rules {
		if is := r.measure() + " IS NULL"; !slices.Contains(absent, is) {
			absent = append(absent, is)
		}
	}
	return strings.Join(absent, " AND ")
}

// quote is a text as SQL. What is quoted here is ours, or was checked to be a plain word.
func quote(text string) string { return "'" + text + "'" }

func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = quote(t)
	}
	return strings.Join(quoted, ", ")
}

// indent moves all lines but the first.
func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n    ") }

// rulesSQL are the rules as a list of tuples.
func rulesSQL(rules []Rule) string {
	position := map[string]int{}
	lines := make([]string, len(rules))
	for i, r := range rules {
		position[r.Set]++
		lines[i] = fmt.Sprintf(
			"(%s, %s, %d, %s, %s, %s, %s, %s, toFloat64(%s), %s)",
			quote(r.Set),
			quote(r.Media),
			position[r.Set],
			quote(strings.Join(r.Flows, " ")),
			quote(strings.Join(r.NotCodecs, " ")),
			quote(r.Mode),
			quote(r.Column),
			quote(r.Operator),
			strconv.FormatFloat(r.Threshold, 'g', -1, 64),
			quote(r.Absent),
		)
	}
	return strings.Join(lines, ",\n    ")
}
