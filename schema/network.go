package schema

// network is one side's networkInfo of a media
// (Graph, resource type callRecords.networkInfo).
var network = []Column{
	{"bandwidth_low_event_ratio", Real, "bandwidthLowEventRatio", "fraction 0..1", "share of call in which low bandwidth/policy hurt sent audio"},
	{"basic_service_set_identifier", Text, "basicServiceSetIdentifier", "string (BSSID)", "absent when the user turns off precise location"},
	{"connection_type", Keyword, "connectionType", "enum", "kind of link"},
	{"delay_event_ratio", Real, "delayEventRatio", "fraction 0..1", "share of call with delay bad enough to hinder two-way talk"},
	{"dns_suffix", Keyword, "dnsSuffix", "string", "DNS suffix of the adapter"},
	{"ip_address", Text, "ipAddress", "string IPv4/IPv6; may be empty", "local address of the media endpoint"},
	{"link_speed", Int64, "linkSpeed", "bit/s", "adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services"},
	{"mac_address", Text, "macAddress", "string, separators vary; may be empty", "may be absent or 02:00:00:00:00:00 for OS privacy"},
	{"network_transport_protocol", Keyword, "networkTransportProtocol", "enum", "udp/tcp"},
	{"port", Int32, "port", "port number", "local media port"},
	{"received_quality_event_ratio", Real, "receivedQualityEventRatio", "fraction 0..1", "share of call with network-caused poor received audio"},
	{"reflexive_ip_address", Text, "reflexiveIPAddress", "string; may be empty", "public address as seen by the relay"},
	{"relay_ip_address", Text, "relayIPAddress", "string; may be empty", "media relay address"},
	{"relay_port", Int32, "relayPort", "port number", "port on the relay"},
	{"sent_quality_event_ratio", Real, "sentQualityEventRatio", "fraction 0..1", "share of call with network-caused poor sent audio"},
	{"subnet", Keyword, "subnet", "string, network address without mask in samples", "subnet of the media endpoint"},
	{"wifi_band", Keyword, "wifiBand", "enum", "Wi-Fi band"},
	{"wifi_battery_charge", Int32, "wifiBatteryCharge", "percent 0..100", "battery estimate"},
	{"wifi_channel", Int32, "wifiChannel", "channel number", "Wi-Fi channel"},
	{"wifi_microsoft_driver", Keyword, "wifiMicrosoftDriver", "string, may be localized", "Microsoft Wi-Fi driver name"},
	{"wifi_microsoft_driver_version", Keyword, "wifiMicrosoftDriverVersion", "string", "its version"},
	{"wifi_radio_type", Keyword, "wifiRadioType", "enum", "802.11 flavour"},
	{"wifi_signal_strength", Int32, "wifiSignalStrength", "percent 0..100", "signal strength"},
	{"wifi_vendor_driver", Keyword, "wifiVendorDriver", "string, may be localized", "vendor Wi-Fi driver name"},
	{"wifi_vendor_driver_version", Keyword, "wifiVendorDriverVersion", "string", "its version"},
	{"trace_route_hop_counts", Int32s, "traceRouteHops[].hopCount", "", ""},
	{"trace_route_ip_addresses", Texts, "traceRouteHops[].ipAddress", "", ""},
	{"trace_route_round_trip_times_ms", Durations, "traceRouteHops[].roundTripTime", "ms", ""},
}
