package verify

import (
	"context"
	"fmt"
	"strings"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/ledger"
)

// chainedRun is a row of runs as its hash sees it: texts by column.
type chainedRun struct {
	Texts map[string]string `json:"texts"`
}

func (c chainedRun) tenant() string { return c.Texts["tenant_id"] }
func (c chainedRun) hash() string   { return c.Texts[ddl.RowHash] }

// before are the hashes of the rows that this one follows.
func (c chainedRun) before() []string {
	if prev := c.Texts[ddl.PrevHash]; prev != "" {
		return strings.Split(prev, ",")
	}
	return nil
}

// checkRuns holds the runs against their chain. What it proves: no row that a
// later one names was changed or taken out since, unless all that followed were
// written anew. That, and rows taken off the end, show only against a hash that
// was kept elsewhere ([ledger.Heads], the log line "run recorded").
func (v *Verifier) checkRuns(ctx context.Context) ([]Finding, error) {
	rows, err := db.Query[chainedRun](ctx, v.db, `
SELECT {texts} AS texts
FROM {runs}
ORDER BY
    tenant_id,
    started_at,
    run_id`, db.Args{"texts": ledger.RunTextsSQL()})
	if err != nil {
		return nil, fmt.Errorf("read the chain of runs: %w", err)
	}
	var found []Finding
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].tenant() == rows[0].tenant() {
			n++
		}
		found = append(found, checkChain(rows[:n])...)
		rows = rows[n:]
	}
	return found, nil
}

// checkChain holds one tenant's runs, in the order of their start, against
// their chain.
func checkChain(runs []chainedRun) []Finding {
	var found []Finding
	add := func(kind FindingKind, c chainedRun, detail string) {
		found = append(found, Finding{Kind: kind, TenantID: c.tenant(), RunID: c.Texts["run_id"], Detail: detail})
	}
	there, followers, begun := map[string]bool{}, map[string]int{}, false
	for _, c := range runs {
		there[c.hash()] = true
	}
	for _, c := range runs {
		switch {
		case c.hash() == "" && !begun && len(c.before()) == 0:
			add(FindingRunUnchained, c, "written before there was a chain")
			continue
		case c.hash() == "":
			add(FindingRunEdited, c, "no hash, and earlier rows have one")
			continue
		case ledger.HashRun(c.Texts) != c.hash():
			add(FindingRunEdited, c, "its columns give another hash than "+brief(c.hash()))
		case begun && len(c.before()) == 0:
			add(FindingRunFork, c, "begins a chain of its own")
		}
		begun = true
		for _, prev := range c.before() {
			if !there[prev] {
				add(FindingRunMissing, c, "no row has the hash "+brief(prev)+" that it follows")
			}
			if followers[prev]++; followers[prev] == 2 {
				add(FindingRunFork, c, "follows "+brief(prev)+", as another row does")
			}
		}
	}
	return found
}

// brief is the beginning of a hash, enough to find it.
func brief(hash string) string { return hash[:min(len(hash), 12)] }
