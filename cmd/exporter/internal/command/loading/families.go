package loading

import (
	"fmt"
	"slices"
	"strings"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/wiring"
)

// chosenFamilies are the families that a command is asked for by their names; nil for all
// that are exported.
func chosenFamilies(all []wiring.Family, e config.Export, names []string) ([]string, error) {
	for _, name := range names {
		i := slices.IndexFunc(all, func(f wiring.Family) bool { return f.Name == name })
		switch {
		case i < 0:
			return nil, fmt.Errorf("--family %s is none of %s", name, familyNames(all))
		case all[i].Switch(e) == config.SwitchOff:
			return nil, fmt.Errorf("--family %s is not exported: the configuration has export.%[1]s: off", name)
		}
	}
	return names, nil
}

// familyNames are the names of families, for people.
func familyNames(all []wiring.Family) string {
	var names []string
	for _, f := range all {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
