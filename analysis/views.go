package analysis

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"callrecords/analysis/reference"
	"callrecords/schema"
)

// files are the views, each with a head that says what it is.
//
//go:embed views/*.sql facts/*.sql
var files embed.FS

// order is the views as they are made: a view reads those before it.
var order = []struct {
	name  string
	spans bool // a row is of several records, or of none
}{
	{"quality_rules", true},
	{"stream_quality", false},
	{"session_people", false},
	{"session_facts", false},
	{"person_facts", false},
	{"call_facts", false},
	{"phone_facts", false},
	{"end_facts", false},
	{"session_outcomes", false},
	{"call_people", false},
	{"calls", false},
	{"ratings", false},
	{"stream_people", false},
	{"stream_ends", false},
	{"differences", true},
	{"person_days", true},
	{"data_trust", true},
	{"site_days", true},
	{"subnets", true},
	{"access_points", true},
	{"devices", true},
	{"call_phones", false},
	{"phone_outcomes", true},
	{"phone_calls", true},
	{"trunk_minutes", true},
}

// Options are what a user may choose.
type Options struct {
	Rules     []Rule // rule sets of the user's own, beside those that ship
	Verdict   string // the rule set of the column verdict; default the user's first, or else cqd-2022
	SwapSides bool   // Graph's caller and callee of a stream are the other way round
}

// asMade keeps a reader's settings from changing what a view shows: with join_use_nulls, what
// a LEFT JOIN does not find is NULL, and with group_by_use_nulls what a row is not grouped by,
// and the columns of the view are not; without the standard, grouping tells the opposite. Under
// the others the engine would refuse to answer.
const asMade = "\nSETTINGS join_use_nulls = 0, group_by_use_nulls = 0," +
	" force_grouping_standard_compatibility = 1, prefer_column_name_to_alias = 0," +
	" aggregate_functions_null_for_empty = 0, empty_result_for_aggregation_by_empty_set = 0"

// DefaultVerdict is the rule set that decides where a user has none.
const DefaultVerdict = "cqd-2022"

// Views are the views that analysts read, those that others read first.
func Views(o Options) ([]schema.View, error) {
	rules, err := o.rules()
	if err != nil {
		return nil, err
	}
	written := o.written(rules)
	all := reference.Views() // which others look up in
	bodies := map[string]string{}
	for _, f := range order {
		folder := "views/"
		if isFacts(f.name) {
			folder = "facts/"
		}
		text, err := files.ReadFile(folder + f.name + ".sql")
		if err != nil {
			return nil, err
		}
		v, err := readView(f.name, string(text), all)
		if err != nil {
			return nil, err
		}
		bodies[f.name] = v.Query
		v.Query = strings.ReplaceAll(v.Query, "/*session_people*/", withLoad(bodies["session_people"]))
		v.Query, v.Spans, v.Kept = written.Replace(v.Query)+asMade, f.spans, isFacts(f.name)
		v.Rows = map[string]string{
			"session_facts": "sessions", "call_facts": "records", "person_facts": "call_facts.people",
		}[f.name]
		v.By = map[string][]string{"end_facts": {"media_type"}}[f.name]
		all = append(all, v)
	}
	return all, nil
}

// withLoad is the query of a view of rows of tables, with the load that each is of.
func withLoad(query string) string {
	return indent(indent(indent(strings.Replace(query, "tenant_id,\n", "tenant_id,\n    load_id,\n", 1))))
}

// rules are all rule sets, those that ship first.
func (o Options) rules() ([]Rule, error) {
	rules, err := ShippedRules()
	if err != nil {
		return nil, err
	}
	for _, own := range ruleSets(o.Rules) {
		if shipped := ruleSets(rules); slices.Contains(shipped, own) {
			return nil, fmt.Errorf("rule set %s: is one that ships; give yours another name", own)
		}
	}
	rules = append(rules, o.Rules...)
	if sets := ruleSets(rules); !slices.Contains(sets, o.verdict()) {
		return nil, fmt.Errorf("%s", unknown("rule set", o.verdict(), sets))
	}
	return rules, nil
}

// Check says what is wrong with the options, or nil.
func (o Options) Check() error {
	_, err := o.rules()
	return err
}

// verdict is the rule set of the column verdict.
func (o Options) verdict() string {
	switch own := ruleSets(o.Rules); {
	case o.Verdict != "":
		return o.Verdict
	case len(own) > 0:
		return own[0]
	}
	return DefaultVerdict
}

// written puts what is derived from data in its places: /*NAME*/ in a .sql file.
func (o Options) written(rules []Rule) *strings.Replacer {
	fromCaller, fromCallee := "callerToCallee", "calleeToCaller"
	if o.SwapSides {
		fromCaller, fromCallee = fromCallee, fromCaller
	}
	pairs := []string{
		"/*verdict*/", verdictColumn(o.verdict()),
		"/*reasons*/", reasonsSQL(rules, o.verdict()),
		"/*rules*/", rulesSQL(rules),
		"/*measures*/", indent(measuresSQL("r")),
		"/*unmeasured*/", unmeasuredSQL(rules),
		"/*failure patterns*/", patternsSQL,
		"/*pattern that fits*/", patternSQL,
		"/*counts*/", countsSQL,
		"/*rates*/", ratesSQL(),
		"/*rate poor ends*/", rateSQL("poor", "ends"),
		"/*person_kind of a session*/", personKindSQL(
			"if(side = 'caller', caller_identity_kind, callee_identity_kind)",
			"user_principal_name", "person_tenant_id"),
		"/*person_kind of the list*/", personKindSQL("identity_kind", "upn", "home"),
		"/*stars r*/", starsSQL("r"),
		"/*from_caller*/", quote(fromCaller),
		"/*from_callee*/", quote(fromCallee),
	}
	for _, side := range []string{"caller", "callee"} {
		for _, end := range []string{side, "session_" + side} {
			pairs = append(pairs,
				"/*person_id "+end+"*/", personIDSQL(end),
				"/*is_person "+end+"*/", isPersonSQL(end),
				"/*stars "+end+"_feedback_rating*/", starsSQL(end+"_feedback_rating"))
			for name, text := range personTextsSQL(end) {
				pairs = append(pairs, "/*"+name+" "+end+"*/", text)
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// isFacts says whether a view is of facts: rows that views for analysts are made of, without
// any reference data, so that the warehouse can keep them ([schema.View]).
func isFacts(name string) bool { return strings.HasSuffix(name, "_facts") }

// Names are the names of the views that analysts read, those that others read first.
func Names() (names []string) {
	for _, f := range order {
		if !isFacts(f.name) {
			names = append(names, f.name)
		}
	}
	return names
}
