package dashboards

// why is what poor ends have in common that the others have not.
func why() Page {
	return Page{Name: "why", Title: "Why poor", Listed: true,
		Panels: []Panel{
			{
				Name:    "apart",
				Title:   "What sets the poor ones apart?",
				Chart:   Table,
				Wide:    true,
				Columns: apartColumns(),
				Note: "Each value against all others of its kind, the likeliest first. ● is beyond chance: so many values are looked at " +
					"that the mark is kept back until one page in 20 would show a false one. Values that always come together show up together.",
				Empty: "Nothing does: no value has more poor streams than the others, or there are too few of each.",
			},
			{Name: "reasons", Title: "Is it loss, jitter or delay?", Chart: Bars, Wide: true, Columns: []Column{
				{Name: "reason", Label: "reason", Unit: Label, To: Link{Page: "find", Narrow: []string{"reason"}}},
				{Name: "streams", Label: "streams", Unit: Count},
				{Name: "share", Label: "of the poor", Unit: Percent},
				{Name: "media_type", Label: "medium"},
				{Name: "people", Label: "people", Unit: Count},
			}, Empty: "Nothing: no stream is poor."},
			{
				Name:    "spoilers",
				Title:   "Whose uplink spoils the most?",
				Chart:   League,
				Wide:    true,
				Rows:    []string{"person_id"},
				Columns: spoilerColumns(),
				Empty:   "Nobody's: no poor audio was sent.",
			},
			{Name: "complaints", Title: "What do people complain about, and is it measured?", Chart: Table, Wide: true,
				Columns: []Column{
					{Name: "complaint", Label: "complaint", To: Link{Page: "find", Narrow: []string{"complaint"}}},
					{Name: "rated_poor", Label: "rated poor", Unit: Count},
					{Name: "measured_poor", Label: "measured poor, too", Unit: Count},
					{Name: "measured_good", Label: "but measured good", Unit: Count},
					{Name: "ratings", Label: "ratings", Unit: Count},
					{Name: "average_stars", Label: "stars", Unit: Decimal},
				},
				Note: "1 and 2 stars of 5 are poor. Measured: the audio of the session. A rating with several complaints counts for each. " +
					"What is rated poor and measured good is in no measure: a device, a room, a person far from the microphone.",
				Empty: "Nobody rated a call among these."},
			{Name: "hours", Title: "At which hours?", Chart: Heat, Wide: true, Empty: noCalls},
			worstCalls(),
		}}
}

// apartColumns are those of what sets the poor ends apart.
func apartColumns() []Column {
	return []Column{
		{Name: "dimension", Label: "what", Unit: Label},
		{Name: "value", Label: "which", To: Link{Page: "why", Paired: true}},
		{Name: "rate", Label: "poor", Unit: Rate},
		{Name: "rest_rate", Label: "others", Unit: Percent},
		{Name: "n", Label: "n", Unit: Count},
		{Name: "lift", Label: "lift", Unit: Times},
		{Name: "z", Label: "sure", Unit: Decimal},
	}
}

// spoilerColumns are those of people whose uplink is bad.
func spoilerColumns() []Column {
	return []Column{
		{Name: "person_name", Label: "person", To: Link{Page: "why", Narrow: []string{"person_id"}}},
		{Name: "excess", Label: "over target", Unit: Excess},
		{Name: "rate", Label: "sent poor", Unit: Rate},
		{Name: "n", Label: "n", Unit: Count},
		{Name: "poor_calls", Label: "poor calls", Unit: Count},
		{Name: "calls", Label: "calls", Unit: Count},
		{Name: "places", Label: "from", Unit: List},
	}
}
