package load_test

import (
	"strings"
	"testing"

	"callrecords/load"
)

// Whose rights the views run with may change at any time, there and back. Only views are
// made anew for it, and they show the same rows.
func TestViewsChangeWhoseRightsTheyRunWithThereAndBack(t *testing.T) {
	each(t, bare, func(t *testing.T, f *fixture) {
		f.must(f.Migrate(f.Context()))
		f.commit(f.rows("there", 1, noon, 2))
		const seen = "SELECT (SELECT count() FROM %s.streams), (SELECT count() FROM %s.audit), " +
			"(SELECT countIf(create_table_query LIKE '%SQL SECURITY DEFINER%') > 0 FROM system.tables WHERE database = '%s')"
		for _, step := range []struct {
			definer bool
			want    string
		}{{false, "2\t0\t0"}, {true, "2\t0\t1"}, {false, "2\t0\t0"}} {
			f.Warehouse = f.over(f.node, load.Options{Definer: step.definer})
			for _, statement := range f.plan().Statements {
				if !strings.HasPrefix(statement, "CREATE OR REPLACE VIEW") {
					t.Errorf("definer %v: got the statement %q, want views only", step.definer, statement)
				}
			}
			f.must(f.Migrate(f.Context()))
			f.want(seen, step.want)
			if p := f.plan(); len(p.Statements)+len(p.Refusals)+len(p.Notes) > 0 {
				t.Errorf("definer %v: got the plan %+v when all was made, want an empty one", step.definer, p)
			}
		}
	})
}
