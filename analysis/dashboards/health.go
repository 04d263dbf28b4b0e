package dashboards

// health is the first page: whether the service is good, and where to look when it is not.
func health() Page {
	return Page{Name: "health", Title: "Service health", Listed: true,
		Panels: []Panel{
			{
				Name:  "health",
				Title: "How does it sound and look?",
				Chart: Tiles,
				Empty: noCalls,
				Note:  ends,
			},
			{Name: "outcomes", Title: "Do calls come about, and last?", Chart: Tiles, Empty: noSessions},
			{Name: "daily_poor", Title: "Is it getting worse?", Chart: Trend, Wide: true, Empty: noCalls},
			{
				Name:  "worst_sites",
				Title: "Which sites are worst?",
				Chart: League,
				Rows:  []string{"building", "network_class"},
				Columns: rates(Column{Name: "building", Label: "site", To: Link{Page: "site", Narrow: []string{"building", "network_class"}}},
					Column{Name: "network_class", Label: "network"})[:6],
				Empty: noCalls,
			},
			{
				Name:    "apart",
				Title:   "What sets the poor ones apart?",
				Chart:   Table,
				Columns: apartColumns()[:5],
				Note:    "The likeliest first. ● is beyond chance.",
				Empty:   "Nothing does: no value has more poor streams than the others.",
			},
			{
				Name:    "spoilers",
				Title:   "Whose uplink spoils the most?",
				Chart:   League,
				Rows:    []string{"person_id"},
				Columns: spoilerColumns()[:4],
				Empty:   "Nobody's: no poor audio was sent.",
			},
			{Name: "changed", Title: "What changed most?", Chart: Table, Columns: []Column{
				{Name: "dimension", Label: "what", Unit: Label},
				{Name: "value", Label: "which", To: Link{Page: "why", Paired: true}},
				{Name: "before_rate", Label: "before", Unit: Percent},
				{Name: "rate", Label: "now", Unit: Rate},
				{Name: "n", Label: "n", Unit: Count},
			}, Empty: noBefore},
			{Name: "daily_calls", Title: "How much is it used?", Chart: Bars, Wide: true, Columns: []Column{
				{Name: "day", Label: "day", Unit: Day, To: Link{Page: "find", Narrow: []string{"day"}}},
				{Name: "calls", Label: "calls", Unit: Count},
				{Name: "poor_calls", Label: "poor calls", Unit: Count},
				{Name: "person_minutes", Label: "minutes times people", Unit: Count},
			}, Empty: noCalls},
		}}
}
