// Package explain tells all that the warehouse knows of one record, or what
// changed between two versions of it.
package explain

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"callrecords/load"
	"callrecords/schema"
)

// Question is what is asked of a record.
type Question struct {
	RecordID string // or the beginning of one
	Diff     bool
	From, To uint64 // versions, for Diff; 0 is the newest, and the one before it
	Limit    int    // of the changes that are printed
	Width    int    // of the terminal, in columns; 0 for none
}

// Print prints a page for every tenant that has the record: one, unless
// somebody copied.
func Print(
	ctx context.Context, stdout io.Writer, w *load.Warehouse, families []schema.Family, q Question,
) error {
	all, err := w.Verify.Explain(ctx, q.RecordID)
	if err == nil && len(all) == 0 {
		all, err = ofRow(ctx, stdout, w, q)
	}
	if err == nil && len(all) == 0 {
		if q.RecordID, err = whole(ctx, w, q.RecordID); err == nil {
			all, err = w.Verify.Explain(ctx, q.RecordID)
		}
	}
	if err != nil {
		return err
	}
	for _, x := range all {
		if q.Diff {
			err = diff(ctx, stdout, w, q, x)
		} else {
			err = page(stdout, schema.FamilyNamed(families, x.Family).Tables, x, time.Now(), q.Width)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// maxCandidates bounds the records that are named when several begin alike.
const maxCandidates = 10

// beginsID is what the id of a call record can begin with. Ids of other families may be
// any text, so that this is asked of unknown ones only.
var beginsID = regexp.MustCompile(`^[0-9a-fA-F-]{1,36}$`)

// whole is the id of the only record that begins so. A GUID may be in capitals.
func whole(ctx context.Context, w *load.Warehouse, prefix string) (string, error) {
	ids, err := w.Verify.RecordsBeginning(ctx, prefix, maxCandidates+1)
	if lower := strings.ToLower(prefix); err == nil && len(ids) == 0 && lower != prefix {
		ids, err = w.Verify.RecordsBeginning(ctx, lower, maxCandidates+1)
	}
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0 && !beginsID.MatchString(prefix):
		return "", fmt.Errorf(
			"%q is not an id, nor the beginning of one: that of a call record is 32 of 0-9 and a-f with "+
				"hyphens, such as 3f2e8c11-7a64-4d0b-9b5d-6c1e2f9a8d40, and its beginning will do",
			prefix,
		)
	case len(ids) == 0:
		return "", fmt.Errorf("record %s is not known: Graph never listed it to us, and nothing of it "+
			"was loaded; check the id, or exporter backfill over its start", prefix)
	case len(ids) > 1:
		more := ""
		if len(ids) > maxCandidates {
			ids, more = ids[:maxCandidates], "\n  and more"
		}
		return "", fmt.Errorf("several records begin with %s; give more of the id:\n  %s%s",
			prefix, strings.Join(ids, "\n  "), more)
	}
	return ids[0], nil
}
