package explain

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"callrecords/load/verify"
)

// versions chooses the loads to compare: of each version the last one that has
// pages in the archive.
func (q Question) versions(loads []verify.History) (before, after verify.History, err error) {
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
	to := q.To
	if to == 0 {
		to = kept[len(kept)-1].Version
	}
	i := slices.IndexFunc(kept, func(k verify.History) bool { return k.Version == to })
	j := i - 1
	if q.From != 0 {
		j = slices.IndexFunc(kept, func(k verify.History) bool { return k.Version == q.From })
	}
	if i < 0 || j < 0 {
		return before, after, fmt.Errorf(
			"the archive has the versions %v of it; name two of them with --from and --to", numbers(kept))
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
