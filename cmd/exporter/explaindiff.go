package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/difference"
	"callrecords/load"
	"callrecords/load/verify"
)

// diff prints what changed between two versions of a record.
func (p *program) diff(ctx context.Context, w *load.Warehouse, e explain, x verify.Explanation) error {
	before, after, err := e.versions(x.Loads)
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
	fmt.Fprintf(
		p.Stdout,
		"record %s, version %d to %d: %d added, %d removed, %d changed\n",
		x.RecordID,
		before.Version,
		after.Version,
		added,
		removed,
		changed,
	)
	for _, c := range changes[:min(len(changes), e.limit)] {
		fmt.Fprintln(p.Stdout, console.Plain(changeLine(c)))
	}
	if more := len(changes) - e.limit; more > 0 {
		fmt.Fprintf(p.Stdout, "… and %s more; --limit prints more\n", console.Count(int64(more)))
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
	ctx context.Context,
	w *load.Warehouse,
	x verify.Explanation,
	h verify.History,
) (difference.Properties, error) {
	pages, err := w.Archive.LoadPages(ctx, x.TenantID, x.RecordID, h.Version, h.LoadID)
	if err != nil {
		return nil, err
	}
	all, err := difference.Read(pages)
	if err != nil {
		return nil, fmt.Errorf(
			"record %s, load %d, version %d in the archive: %w; that page in the archive is damaged, the tables do not depend on it",
			x.RecordID,
			h.LoadID,
			h.Version,
			err,
		)
	}
	return all, nil
}

// versions chooses the loads to compare: of each version the last one that has
// pages in the archive.
func (e explain) versions(loads []verify.History) (before, after verify.History, err error) {
	var kept []verify.History // by version, one each
	for _, h := range loads {
		if h.Pages > 0 && (h.Live || len(h.Outcomes) > 0) { // one that was broken off may lack pages
			kept = slices.DeleteFunc(kept, func(k verify.History) bool { return k.Version == h.Version })
			kept = append(kept, h)
		}
	}
	slices.SortFunc(kept, func(a, b verify.History) int { return cmp.Compare(a.Version, b.Version) })
	if len(kept) == 0 {
		return before, after, errors.New("the archive has no pages of it, so nothing can be compared")
	}
	to := e.to
	if to == 0 {
		to = kept[len(kept)-1].Version
	}
	i := slices.IndexFunc(kept, func(k verify.History) bool { return k.Version == to })
	j := i - 1
	if e.from != 0 {
		j = slices.IndexFunc(kept, func(k verify.History) bool { return k.Version == e.from })
	}
	if i < 0 || j < 0 {
		return before, after, fmt.Errorf(
			"the archive has the versions %v of it; name two of them with --from and --to",
			numbers(kept),
		)
	}
	return kept[j], kept[i], nil
}

// numbers are the versions of some loads.
func numbers(loads []verify.History) []uint64 {
	var all []uint64
	for _, h := range loads {
		all = append(all, h.Version)
	}
	return all
}
