package dashboards

// reliability is whether calls come about, and last.
func reliability() Page {
	failing := func(columns ...Column) []Column {
		return append(columns,
			Column{Name: "failed", Label: "failed", Unit: Count},
			Column{Name: "rate", Label: "share", Unit: Rate},
			Column{Name: "n", Label: "sessions", Unit: Count},
			Column{Name: "setup_failed", Label: "no setup", Unit: Count},
			Column{Name: "dropped", Label: "dropped", Unit: Count})
	}
	const expected = "Failures that users take for normal are left out: declined, not answered, under 5 seconds (failure_patterns)."
	return Page{Name: "reliability", Title: "Reliability", Listed: true,
		Panels: []Panel{
			{Name: "failures", Title: "Do calls come about, and last?", Chart: Tiles, Wide: true,
				Note: "Raw, and without the failures that users take for normal.", Empty: noSessions},
			{
				Name:  "daily_failures",
				Title: "Is it getting worse?",
				Chart: Lines,
				Wide:  true,
				Columns: []Column{
					{Name: "day", Label: "day", Unit: Day},
					{Name: "setup_failed_rate", Label: "setup failed", Unit: Percent},
					{Name: "dropped_rate", Label: "dropped", Unit: Percent},
					{Name: "n", Label: "sessions", Unit: Count},
				},
				Empty: noCalls,
			},
			{
				Name:  "failure_reasons",
				Title: "What do the failures say?",
				Chart: Table,
				Wide:  true,
				Columns: []Column{
					{
						Name:  "failure_reason",
						Label: "reason",
						To:    Link{Page: "find", Narrow: []string{"failure_reason", "outcome"}},
					},
					{
						Name:  "outcome",
						Label: "outcome",
						To:    Link{Page: "find", Narrow: []string{"outcome"}},
					},
					{Name: "sessions", Label: "sessions", Unit: Count},
					{Name: "calls", Label: "calls", Unit: Count},
					{Name: "expected", Label: "normal", Unit: Yes},
					{Name: "failure_category", Label: "category"},
					{Name: "seconds", Label: "after", Unit: Seconds},
				},
				Note:  "Where the category is empty no pattern fits: exporter reference load failure_patterns takes yours.",
				Empty: "Nothing failed.",
			},
			{Name: "failures_by_client", Title: "With which clients?", Chart: Table, Note: expected,
				Columns: failing(Column{Name: "application_version", Label: "version", To: Link{Page: "find",
					Narrow: []string{"platform", "application_version"}}}, Column{Name: "platform", Label: "platform"})[:5],
				Empty: noSessions},
			{Name: "failures_by_site", Title: "At which sites?", Chart: Table,
				Columns: failing(Column{Name: "building", Label: "site", To: Link{Page: "site", Narrow: []string{"building"}}},
					Column{Name: "network_class", Label: "network"})[:5],
				Note:  "A session that failed before there was audio has no site. " + expected,
				Empty: noSessions},
			{Name: "failures_by_hour", Title: "At which hours?", Chart: Bars, Columns: []Column{
				{Name: "hour", Label: "hour", To: Link{Page: "find", Narrow: []string{"hour"}}},
				{Name: "failed", Label: "failed", Unit: Count},
				{Name: "rate", Label: "share", Unit: Rate},
				{Name: "n", Label: "sessions", Unit: Count},
			}, Note: expected, Empty: noSessions},
			{Name: "rejoins", Title: "Who has to join again?", Chart: Table, Columns: []Column{
				{
					Name:  "person_name",
					Label: "person",
					To:    Link{Page: "find", Narrow: []string{"person_id"}},
				},
				{Name: "rejoins", Label: "rejoins", Unit: Count},
				{Name: "calls_with_rejoins", Label: "in calls", Unit: Count},
				{Name: "calls", Label: "of", Unit: Count},
				{Name: "poor_calls", Label: "heard poor", Unit: Count},
			}, Empty: "Nobody had to."},
		}}
}
