package analysis

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"callrecords/schema"
)

// derivedFiles are the columns that the views read and the engine keeps beside the rows: a
// file per table, in which an empty line ends a column. Its first line is one of a view's
// head, and what follows is its expression.
//
//go:embed derived/*.sql
var derivedFiles embed.FS

// derivedTables are the tables that have one.
var derivedTables = []string{"sessions", "streams"}

// sideMark stands for caller and for callee: a column whose text has it is two.
const sideMark = "/*side*/"

// Derived are the columns that the views read beside those of the tables. {NAME} in an
// expression is that of one before it, which is written out: so each is computed out of
// columns that are inserted, whatever else of them a part has.
func Derived(o Options) (all []schema.Derived, err error) {
	rules, err := o.rules()
	if err != nil {
		return nil, err
	}
	written := o.written(rules)
	add := func(d schema.Derived) {
		for _, before := range all {
			d.Expression = strings.ReplaceAll(d.Expression, "{"+before.Column.Name+"}", before.Expression)
		}
		all = append(all, d)
	}
	for _, table := range derivedTables {
		text, err := derivedFiles.ReadFile("derived/" + table + ".sql")
		if err != nil {
			return nil, err
		}
		for _, block := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
			for _, one := range bothSides(block) {
				d, err := readDerived(table, written.Replace(one))
				if err != nil {
					return nil, fmt.Errorf("derived/%s.sql: %w", table, err)
				}
				add(d)
			}
		}
	}
	for _, set := range ruleSets(rules) {
		add(schema.Derived{
			Table: schema.Streams.Name,
			Column: schema.Column{Name: verdictColumn(set), Kind: schema.KindKeyword,
				Meaning: "poor, good, unclassified or not_applicable, by the rule set " + set},
			Expression: verdictSQL(rules, set),
		})
	}
	return all, nil
}

// bothSides are a column for the caller and one for the callee; or the column alone.
func bothSides(block string) []string {
	if !strings.Contains(block, sideMark) {
		return []string{block}
	}
	sides := make([]string, 2)
	for i, side := range []string{"caller", "callee"} {
		sides[i] = strings.ReplaceAll(strings.ReplaceAll(block, sideMark, side), "side*/", side+"*/")
	}
	return sides
}

// readDerived reads a column of a table.
func readDerived(table, text string) (d schema.Derived, err error) {
	head, expression, _ := strings.Cut(text, "\n")
	d = schema.Derived{Table: table, Expression: commentLine.ReplaceAllString(expression, "")}
	d.Column, err = readColumn(strings.TrimSpace(strings.TrimPrefix(head, "--")), nil)
	return d, err
}

// notInName is what the name of a rule set may have and that of a column may not.
var notInName = regexp.MustCompile(`[^a-z0-9]`)

// verdictColumn is the derived column with the verdict by a rule set.
func verdictColumn(set string) string { return "verdict_" + notInName.ReplaceAllString(set, "_") }
