package explain

import (
	"context"
	"fmt"
	"io"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/difference"
	"callrecords/load"
	"callrecords/load/verify"
)

// diff prints what changed between two versions of a record.
func diff(ctx context.Context, stdout io.Writer, w *load.Warehouse, q Question, x verify.Explanation) error {
	before, after, err := q.versions(x.Loads)
	if err != nil {
		return fmt.Errorf("record %s: %w", x.RecordID, err)
	}
	old, err := properties(ctx, w, x, before)
	if err != nil {
		return err
	}
	now, err := properties(ctx, w, x, after)
	if err != nil {
		return err
	}
	changes := difference.Between(old, now)
	added, removed, changed := difference.Count(changes)
	fmt.Fprintf(stdout, "record %s, version %d to %d: %d added, %d removed, %d changed\n",
		x.RecordID, before.Version, after.Version, added, removed, changed)
	for _, c := range changes[:min(len(changes), q.Limit)] {
		fmt.Fprintln(stdout, console.Plain(changeLine(c)))
	}
	if more := len(changes) - q.Limit; more > 0 {
		fmt.Fprintf(stdout, "… and %s more; --limit prints more\n", console.Count(int64(more)))
	}
	return nil
}

// longestValue bounds what is printed of one value, in runes.
const longestValue = 80

// changeLine is one change in a line.
func changeLine(c difference.Change) string {
	was, is := console.Cut(c.Before, longestValue), console.Cut(c.After, longestValue)
	switch {
	case c.Before == "":
		return "+ " + c.Path + ": " + is
	case c.After == "":
		return "- " + c.Path + ": " + was
	}
	return "~ " + c.Path + ": " + was + " → " + is
}

// properties reads one load's pages.
func properties(
	ctx context.Context, w *load.Warehouse, x verify.Explanation, h verify.History,
) (difference.Properties, error) {
	pages, err := w.Archive.LoadPages(ctx, x.TenantID, x.RecordID, h.Version, h.LoadID)
	if err != nil {
		return nil, err
	}
	all, err := difference.Read(pages)
	if err != nil {
		return nil, fmt.Errorf("record %s, load %d, version %d in the archive: %w; "+
			"that page in the archive is damaged, the tables do not depend on it",
			x.RecordID, h.LoadID, h.Version, err)
	}
	return all, nil
}
