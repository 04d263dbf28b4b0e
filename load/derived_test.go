package load_test

import (
	"slices"
	"strings"
	"testing"

	"callrecords/load"
	"callrecords/schema"
)

// derivedBy are a derived column of streams and a view that reads it.
func derivedBy(expression string) load.Options {
	places := schema.Column{Name: "places", Kind: schema.KindUInt64, Meaning: "places"}
	return load.Options{
		Derived: []schema.Derived{{Table: "streams", Column: places, Expression: expression}},
		Views: []schema.View{{
			Name: "place_sums", Comment: "One row per record.", Columns: []schema.Column{places},
			Query: "SELECT sum(s.places) AS places FROM {streams_live} AS s GROUP BY record_id",
		}},
	}
}

func TestDerivedColumnsAreAddedAndFollowTheirExpression(t *testing.T) {
	each(t, setup, wantDerived(""))
}

func TestDerivedColumnsAreAddedAndFollowTheirExpressionOnACluster(t *testing.T) {
	each(t, setupShards, wantDerived("two"))
}

func wantDerived(cluster string) func(t *testing.T, f *fixture) {
	return func(t *testing.T, f *fixture) {
		on := func(o load.Options) {
			o.Cluster = cluster
			f.Warehouse = f.over(f.engine, o)
			f.must(f.Migrate(t.Context()))
			if p := f.plan(); len(p.Statements)+len(p.Refusals) > 0 {
				t.Errorf("got the plan %+v when all was made, want an empty one", p)
			}
		}
		f.many(2) // before the column is there
		on(derivedBy("toUInt64(stream_index + 1)"))
		f.want("SELECT sum(places), count() FROM %s.place_sums", "10\t2")
		f.many(4)
		f.want("SELECT sum(places), count() FROM %s.place_sums", "20\t4")

		on(derivedBy("toUInt64(stream_index + 101)"))
		f.want("SELECT sum(places), count() FROM %s.place_sums", "1220\t4")
		if notes := strings.Join(f.plan().Notes, "\n"); !strings.Contains(notes, "is of other rules or of another version") {
			t.Errorf("got the notes %q, want one on the column of before", notes)
		}
	}
}

// What analysts want is no reason to let a record expire.
func TestDerivedColumnThatCannotBeMadeStopsNoLoad(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.Warehouse = f.over(f.engine, derivedBy("nonsense(stream_index)"))
		f.must(f.Migrate(t.Context()))
		p := f.plan()
		if len(p.Statements) == 0 || !slices.Equal(p.Statements, p.Spare) {
			t.Errorf("got the statements %q, spare %q, want those of the column and its views", p.Statements, p.Spare)
		}
		f.many(2)
		f.want("SELECT count() FROM %s.streams", "6")
	})
}
