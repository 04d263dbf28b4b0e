package dashboards

import "slices"

// Pages are all, in the order in which they are listed.
func Pages() []Page {
	pages := []Page{
		health(),
		sites(),
		site(),
		why(),
		reliability(),
		devices(),
		phone(), telephones(), telephone(),
		find(),
		call(), version(),
		stream(),
		trust(), byRules(),
		record(), run(),
	}
	for _, page := range pages {
		for i, p := range page.Panels {
			page.Panels[i].Elsewhere = slices.Contains(
				[]string{noCalls, noSessions, noFit, noBefore},
				p.Empty,
			)
		}
	}
	return pages
}

// rates are the columns that a league of rates ends with.
func rates(before ...Column) []Column {
	return append(before,
		Column{Name: "excess", Label: "over target", Unit: Excess},
		Column{Name: "rate", Label: "poor", Unit: Rate},
		Column{Name: "n", Label: "n", Unit: Count},
		Column{Name: "people", Label: "people", Unit: Count},
		Column{Name: "classified_share", Label: "classified", Unit: Percent},
	)
}

// What is said where there is nothing, and of what is counted.
const (
	noCalls    = "No streams in this range that were chosen: take a filter off, or choose a longer range."
	noFit      = "No call fits. Choose a longer range, take a filter off, or look for a part of the name."
	noBefore   = "Nothing to compare: there are too few calls in the range before this one. Choose a shorter range."
	noSessions = "No session in this range that was chosen."
	ends       = "n counts ends of streams that are poor or good: a stream between two people counts once for each of them."
)
