package pipeline

import (
	"testing"

	"callrecords/schema"
)

// counted is a world whose source counts its traffic, from before the run on.
type counted struct {
	*world
	asked uint64
}

// Traffic is larger each time that it is asked for.
func (c *counted) Traffic() Traffic {
	c.asked++
	return Traffic{Requests: 100 * c.asked, Throttled: 10 * c.asked, Bytes: 1000 * c.asked, Retried: 1}
}

func TestRowOfARunHasTheFiguresOfThatRun(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 3, 5), w.header("b", 1, 6), w.header("bad", 1, 7))
	w.fail["bad"] = errMalformed
	r, err := w.run(t, func(o *RunOptions) { o.Source = &counted{world: w} })
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ got, want uint64 }{
		"requests":  {r.Requests, 100},
		"throttled": {r.Throttled, 10},
		"bytes":     {r.Bytes, 1000},
		"fetched":   {r.Fetched, 3},
		"loaded":    {r.Loaded, 2},
		"set aside": {r.SetAside, 1},
		"rows":      {r.Rows, r.Tables.Total()},
		"some rows": {min(r.Rows, 1), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %d, want %d", c.got, c.want)
			}
		})
	}
}

func TestRowsAreThoseOfAllTablesAndBatches(t *testing.T) {
	t.Parallel()
	r := Report{Tables: schema.Counts{}}
	r.count([]schema.Load{
		{Counts: schema.Counts{"oaks": 2, "elms": 30}}, {Counts: schema.Counts{"oaks": 400}},
	}, nil)
	r.count([]schema.Load{{Counts: schema.Counts{"elms": 5000}}}, nil)
	if r.Rows != 5432 || r.Tables["oaks"] != 402 || r.Tables["elms"] != 5030 {
		t.Errorf("got %d rows, tables %v; want 5432 rows, 402 oaks and 5030 elms", r.Rows, r.Tables)
	}
}
