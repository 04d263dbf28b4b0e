package dashboards

// find is the calls of a person, a machine, a network, and so on.
func find() Page {
	return Page{Name: "find", Title: "Find a call", Listed: true,
		Panels: []Panel{{Name: "find", Title: "Which calls?", Chart: Table, Wide: true, Columns: []Column{
			{Name: "start_date_time", Label: "start", Unit: Instant, To: toCall()},
			{Name: "verdict", Label: "verdict", Unit: Verdict, Beside: true},
			{Name: "scenario", Label: "kind"},
			{Name: "organizer_display_name", Label: "organizer"},
			{Name: "people", Label: "people", Unit: Count},
			{Name: "poor_people", Label: "heard poor", Unit: Count},
			{Name: "dropped_sessions", Label: "dropped", Unit: Count},
			{Name: "failed_sessions", Label: "no setup", Unit: Count},
			{Name: "minutes", Label: "length", Unit: Minutes},
		}, Note: "The newest 200.", Empty: noFit}}}
}

// call is one call, explained.
func call() Page {
	toStream := Link{
		Page: "stream",
		Further: map[string]string{"session": "session_index", "segment": "segment_index",
			"medium": "media_index", "stream": "stream_index"},
	}
	const gone = "The warehouse has no such call: the link is wrong, or the call is not loaded yet (exporter explain says which)."
	return Page{Name: "call", Title: "One call", Wants: []string{"record"},
		Panels: []Panel{
			{Name: "call", Title: "What kind of call was it?", Chart: Hidden, Empty: gone},
			{
				Name:  "call_legs",
				Title: "Who was there, and when?",
				Chart: Legs,
				Wide:  true,
				Empty: "Graph tells of no session of this call.",
			},
			{
				Name:  "call_streams",
				Title: "Which streams crossed a line?",
				Chart: Table,
				Wide:  true,
				Columns: []Column{
					{Name: "sender_names", Label: "from", Unit: List, To: toStream},
					{Name: "receiver_names", Label: "to", Unit: List},
					{Name: "media_type", Label: "medium"},
					{Name: "metric", Label: "measure", Unit: Label},
					{Name: "value", Label: "average", Unit: Measured, Beside: true},
					{Name: "most", Label: "most", Unit: Measured},
					{Name: "threshold", Label: "line", Unit: Measured, Beside: true},
					{Name: "seconds", Label: "length", Unit: Seconds},
					{Name: "packets", Label: "packets", Unit: Count},
				},
				Empty: "None: no stream of this call is poor.",
			},
			{
				Name:  "call_people",
				Title: "Who heard it, and who caused it?",
				Chart: Table,
				Wide:  true,
				Columns: []Column{
					{
						Name:  "person_name",
						Label: "person",
						To:    Link{Page: "find", Narrow: []string{"person_id"}},
					},
					{Name: "role", Label: "role"},
					{Name: "verdict_sent", Label: "sent", Unit: Verdict, Beside: true},
					{Name: "verdict_heard", Label: "heard", Unit: Verdict, Beside: true},
					{Name: "place", Label: "site"},
					{Name: "network_class", Label: "network"},
					{Name: "wifi", Label: "access point"},
					{Name: "capture_device", Label: "microphone", Under: true},
					{Name: "client", Label: "client", Under: true},
					{Name: "minutes", Label: "there for", Unit: Minutes},
					{Name: "rejoins", Label: "rejoins", Unit: Count},
					{Name: "rating", Label: "stars", Unit: Count},
				},
				Empty: "Graph tells of nobody in this call.",
			},
			{
				Name:  "call_phones",
				Title: "Which telephone calls belong to it?",
				Chart: Table,
				Wide:  true,
				Columns: []Column{
					{Name: "start_date_time", Label: "start", Unit: Instant, To: toTelephone},
					{Name: "direction", Label: "way"},
					{Name: "user_display_name", Label: "user"},
					{Name: "caller_number", Label: "from"},
					{Name: "callee_number", Label: "to"},
					{Name: "trunk", Label: "over"},
					{Name: "connected", Label: "connected", Unit: Yes, Beside: true},
					{Name: "setup_seconds", Label: "setup", Unit: Seconds},
					{Name: "talk_seconds", Label: "talk", Unit: Seconds},
					{Name: "meaning", Label: "ended by"},
					{Name: "match", Label: "sure"},
				},
				Note: "By the logs of PSTN and direct routing. Exact: the log names this call. " +
					"Likely: the same user, time and number.",
				Empty: "None by the logs of PSTN and direct routing.",
			},
			versions(),
		}}
}

// versions are all that Graph sent of a record.
func versions() Panel {
	return Panel{
		Name:  "call_versions",
		Title: "Which versions did Graph send?",
		Chart: Table,
		Wide:  true,
		Columns: []Column{
			{Name: "version", Label: "version", To: Link{Page: "version", Further: map[string]string{"load": "load_id"}}},
			{Name: "outcome", Label: "became", Beside: true},
			{Name: "logged_at", Label: "when", Unit: Instant},
			{Name: "row_counts", Label: "rows"},
			{Name: "reason", Label: "why"},
		},
		Note:  "A version leads to what changed in it, and to the JSON that Graph sent.",
		Empty: "The log has no load of it.",
	}
}

// version is one load of a version of a record, as it was sent.
func version() Page {
	return Page{
		Name:  "version",
		Title: "One version",
		Wants: []string{"record", "load"},
		Panels: []Panel{
			{Name: "version_changes", Title: "What changed from the version before?", Chart: Changes, Wide: true,
				Note: "Of very large calls, exporter explain ID --diff tells it.",
				Empty: "There is nothing to compare: it is the first version that the archive has, " +
					"or the archive keeps its pages no more (export.raw_retention)."},
			{Name: "version_pages", Title: "What did Graph send?", Chart: Documents, Wide: true,
				Note:  "Word for word, set in lines; no more than 128 KB of a page, and 40 pages. exporter query reads all.",
				Empty: "The archive has no pages of this load: it keeps none, or no more (export.raw_pages, export.raw_retention)."},
		},
	}
}

// stream is all that is known of one stream.
func stream() Page {
	const gone = "The warehouse has no such stream: the call may have a newer version. Go back to the call."
	return Page{
		Name:  "stream",
		Title: "One stream",
		Wants: []string{"record", "session", "segment", "medium", "stream"},
		Panels: []Panel{
			{Name: "stream", Title: "What was measured?", Chart: Sheet, Columns: []Column{
				{Name: "verdict", Unit: Verdict},
				{Name: "reasons", Unit: Label},
			}, Empty: gone},
			{Name: "stream_ends_of", Title: "Whose stream is it?", Chart: Sheet, Columns: []Column{
				{Name: "person_name", To: Link{Page: "why", Narrow: []string{"person_id"}}},
			}, Empty: gone},
		},
	}
}

// worstCalls are the calls that most of the poor streams are of.
func worstCalls() Panel {
	return Panel{
		Name:  "worst_calls",
		Title: "Which calls were hit hardest?",
		Chart: Table,
		Wide:  true,
		Columns: []Column{
			{Name: "start_date_time", Label: "start", Unit: Instant, To: toCall()},
			{Name: "scenario", Label: "kind"},
			{Name: "organizer_display_name", Label: "organizer"},
			{Name: "people", Label: "people", Unit: Count},
			{Name: "minutes", Label: "length", Unit: Minutes},
			{Name: "poor", Label: "poor", Unit: Count, Beside: true},
			{Name: "n", Label: "of", Unit: Count},
			{Name: "verdict", Label: "verdict", Unit: Verdict, Beside: true},
		},
		Empty: "No call among these has a stream that is poor or good.",
	}
}

// toCall leads from a row that is of one call to its page.
func toCall() Link {
	return Link{Page: "call", Further: map[string]string{"record": "record_id", "at": "start_date_time"}}
}
