package dashboards

// devices is with what people call.
func devices() Page {
	broken := func(device, driver, narrow, narrowDriver string) []Column {
		return []Column{
			{
				Name:  "device",
				Label: device,
				To:    Link{Page: "why", Further: map[string]string{narrow: "device"}},
			},
			{
				Name:  "driver",
				Label: driver,
				To:    Link{Page: "why", Further: map[string]string{narrowDriver: "driver"}},
			},
			{Name: "excess", Label: "more than others", Unit: Excess},
			{Name: "rate", Label: "not working", Unit: Rate},
			{Name: "told", Label: "n", Unit: Count},
			{Name: "people", Label: "people", Unit: Count},
			{Name: "quiet_rate", Label: "too quiet", Unit: Percent},
			{Name: "noise_rate", Label: "noise", Unit: Percent},
			{Name: "stars", Label: "stars", Unit: Decimal},
		}
	}
	const threshold = "Not working for 0.5 % of the call or more, as in the admin centre."
	return Page{Name: "devices", Title: "Devices, clients and rooms", Listed: true,
		Panels: []Panel{
			{
				Name:  "microphones",
				Title: "Which microphones and drivers do not work?",
				Chart: Table,
				Wide:  true,
				Note:  threshold,
				Columns: broken(
					"microphone",
					"driver",
					"capture_device",
					"capture_driver",
				),
				Empty: noCalls,
			},
			{
				Name:    "loudspeakers",
				Title:   "Which loudspeakers do not work?",
				Chart:   Table,
				Wide:    true,
				Note:    threshold,
				Columns: broken("loudspeaker", "driver", "render_device", "render_driver"),
				Empty:   noCalls,
			},
			{
				Name:  "headsets",
				Title: "With which devices does it sound poor?",
				Chart: League,
				Wide:  true,
				Rows:  []string{"capture_device", "capture_driver"},
				Columns: rates(Column{Name: "capture_device", Label: "microphone", To: Link{Page: "why", Narrow: []string{"capture_device"}}},
					Column{Name: "capture_driver", Label: "driver"})[:6],
				Empty: noCalls,
			},
			{
				Name:  "wifi_drivers",
				Title: "Which Wi-Fi drivers are worst?",
				Chart: League,
				Wide:  true,
				Columns: rates(Column{Name: "driver", Label: "driver",
					To: Link{Page: "why", Further: map[string]string{"wifi_driver": "driver"}}})[:5],
				Empty: "No call over Wi-Fi among these.",
			},
			{
				Name:  "clients",
				Title: "Which client versions are old or bad?",
				Chart: League,
				Wide:  true,
				Rows:  []string{"platform", "application_version"},
				Columns: append(
					rates(Column{Name: "application_version", Label: "version",
						To: Link{
							Page:   "why",
							Narrow: []string{"platform", "application_version"},
						}}, Column{Name: "platform", Label: "platform"}),
					Column{
						Name:  "first_seen",
						Label: "first seen",
						Unit:  Instant,
					},
					Column{Name: "last_seen", Label: "last seen", Unit: Instant},
				),
				Empty: noCalls,
			},
			{Name: "processors", Title: "Is the processor too slow?", Chart: League, Wide: true, Rows: []string{"cpu"},
				Columns: append(
					rates(Column{Name: "cpu", Label: "too slow", To: Link{Page: "why", Narrow: []string{"cpu"}}})[:4],
					Column{Name: "machines", Label: "machines", Unit: Count},
				), Empty: noCalls},
			{
				Name:  "rooms",
				Title: "How are rooms and phones doing?",
				Chart: Table,
				Wide:  true,
				Columns: []Column{
					{
						Name:  "person_name",
						Label: "room or phone",
						To:    Link{Page: "find", Narrow: []string{"person_id"}},
					},
					{Name: "platform", Label: "kind"},
					{Name: "last_seen", Label: "last seen", Unit: Instant},
					{Name: "rate", Label: "poor", Unit: Rate},
					{Name: "n", Label: "n", Unit: Count},
					{Name: "dropped", Label: "dropped", Unit: Count},
					{Name: "version", Label: "version"},
				},
				Empty: "No room and no desk phone was in a call of this range.",
			},
		}}
}
