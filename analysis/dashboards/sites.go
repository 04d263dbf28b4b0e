package dashboards

// sites is where it is poor.
func sites() Page {
	return Page{Name: "sites", Title: "Sites and networks", Listed: true,
		Panels: []Panel{
			{
				Name:  "worst_sites",
				Title: "Which sites are worst?",
				Chart: League,
				Wide:  true,
				Rows:  []string{"building", "network_class"},
				Columns: append(
					rates(
						Column{
							Name:  "building",
							Label: "site",
							To:    Link{Page: "site", Narrow: []string{"building"}},
						},
						Column{
							Name:  "network_class",
							Label: "network",
							To:    Link{Page: "site", Narrow: []string{"building", "network_class"}},
						},
					),
					Column{Name: "people_hit", Label: "of them hit", Unit: Count},
				),
				Note:  ends + " Worst first, by how many are poor over the target. Sites are those of the building file: exporter reference load buildings.",
				Empty: noCalls,
			},
			wide(networks()), accessPoints(),
			{Name: "subnets_of", Title: "Which subnets are worst?", Chart: League, Wide: true,
				Rows: []string{
					"building",
					"subnet",
					"reflexive_network",
				}, Columns: subnetColumns(), Empty: noCalls},
			{
				Name:  "unmapped",
				Title: "Which networks does the building file lack?",
				Chart: Paste,
				Wide:  true,
				Columns: []Column{
					{Name: "subnet", Label: "subnet", To: Link{Page: "why", Narrow: []string{"subnet"}}},
					{Name: "reflexive_network", Label: "public network"},
					{Name: "rate", Label: "poor", Unit: Rate},
					{Name: "n", Label: "n", Unit: Count},
					{Name: "people", Label: "people", Unit: Count},
					{Name: "suggested_building", Label: "maybe"},
					{Name: "suggesting_people", Label: "people say so", Unit: Count},
				},
				Note:  "Of the last 30 days, whatever the range above. Networks of many homes and hotspots are left out: they are no place.",
				Empty: "None: every subnet is in the building file, or there is no call yet.",
			},
		}}
}

// networks tells wired from Wi-Fi, and home from office.
func networks() Panel {
	return Panel{Name: "networks", Title: "Wired or Wi-Fi, home or office?", Chart: League,
		Rows: []string{"network_class", "connection_type", "wifi_band"},
		Columns: rates(Column{Name: "network_class", Label: "network", To: Link{Page: "why", Narrow: []string{"network_class"}}},
			Column{Name: "connection_type", Label: "by"}, Column{Name: "wifi_band", Label: "band"})[:6],
		Empty: noCalls}
}

// wide is a panel as wide as the page.
func wide(p Panel) Panel {
	p.Wide = true
	return p
}

// accessPoints tells the access points of the Wi-Fi apart.
func accessPoints() Panel {
	return Panel{
		Name:  "access_points_of",
		Title: "Which access points are worst?",
		Chart: League,
		Wide:  true,
		Rows:  []string{"building", "bssid"},
		Columns: append(
			rates(Column{Name: "bssid", Label: "access point", To: Link{Page: "why", Narrow: []string{"bssid"}}},
				Column{Name: "building", Label: "site"})[:6],
			Column{Name: "wifi_band", Label: "band"},
			Column{
				Name:  "channels",
				Label: "channels",
				Unit:  List,
			},
			Column{Name: "signal", Label: "signal, %", Unit: Count},
		),
		Empty: "No call over Wi-Fi among these.",
	}
}

// subnetColumns are those of subnets and the public networks behind which they lie.
func subnetColumns() []Column {
	return rates(Column{Name: "subnet", Label: "subnet", To: Link{Page: "why", Narrow: []string{"subnet"}}},
		Column{Name: "reflexive_network", Label: "public network"}, Column{Name: "building", Label: "site"})
}

// site is one place: when, over what, and who.
func site() Page {
	return Page{Name: "site", Title: "Site", Wants: []string{"building"},
		Panels: []Panel{
			{
				Name:  "health",
				Title: "How good is it here?",
				Chart: Tiles,
				Wide:  true,
				Empty: noCalls,
				Note:  ends,
			},
			{Name: "daily_poor", Title: "Is it getting worse?", Chart: Trend, Wide: true, Empty: noCalls},
			{Name: "hours", Title: "At which hours?", Chart: Heat, Wide: true, Empty: noCalls},
			accessPoints(), networks(),
			{
				Name:  "people_of",
				Title: "Who is there, and who suffers?",
				Chart: League,
				Rows:  []string{"person_id"},
				Columns: []Column{
					{
						Name:  "person_name",
						Label: "person",
						To:    Link{Page: "why", Narrow: []string{"person_id"}},
					},
					{Name: "excess", Label: "over target", Unit: Excess},
					{Name: "rate", Label: "poor", Unit: Rate},
					{Name: "n", Label: "n", Unit: Count},
					{Name: "sent_poor", Label: "sent poor", Unit: Count},
					{Name: "heard_poor", Label: "heard poor", Unit: Count},
				},
				Empty: noCalls,
			},
			{
				Name:    "subnets_of",
				Title:   "Which subnets?",
				Chart:   League,
				Wide:    true,
				Rows:    []string{"building", "subnet", "reflexive_network"},
				Columns: subnetColumns(),
				Empty:   noCalls,
			},
			worstCalls(),
		}}
}
