// Package explain tells all that the warehouse knows of one record, or what
// changed between two versions of it.
package explain

import (
	"context"
	"fmt"
	"io"
	"time"

	"callrecords/load"
	"callrecords/schema"
)

// Question is what is asked of a record.
type Question struct {
	RecordID string
	Diff     bool
	From, To uint64 // versions, for Diff; 0 is the newest, and the one before it
	Limit    int    // of the changes that are printed
}

// Print prints a page for every tenant that has the record: one, unless
// somebody copied.
func Print(
	ctx context.Context, stdout io.Writer, w *load.Warehouse, families []schema.Family, q Question,
) error {
	all, err := w.Verify.Explain(ctx, q.RecordID)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf("record %s is not known: Graph never listed it to us, and nothing of it "+
			"was loaded; check the id, or exporter backfill over its start", q.RecordID)
	}
	for _, x := range all {
		if q.Diff {
			err = diff(ctx, stdout, w, q, x)
		} else {
			err = page(stdout, schema.FamilyNamed(families, x.Family).Tables, x, time.Now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
