package difference

import (
	"slices"
	"strings"
)

// Change is a property that is not the same in two versions.
type Change struct {
	Path          string
	Before, After string // JSON; "" where the property is not there
}

// Between are the changes from one version to another, by path.
func Between(before, after Properties) []Change {
	var changes []Change
	for path, was := range before {
		if is := after[path]; is != was {
			changes = append(changes, Change{path, was, is})
		}
	}
	for path, is := range after {
		if _, ok := before[path]; !ok {
			changes = append(changes, Change{path, "", is})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes
}

// Count is how many properties came, went and changed.
func Count(changes []Change) (added, removed, changed int) {
	for _, c := range changes {
		switch {
		case c.Before == "":
			added++
		case c.After == "":
			removed++
		default:
			changed++
		}
	}
	return added, removed, changed
}
