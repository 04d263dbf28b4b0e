package schema

// network is one side's networkInfo of a media
// (Graph, resource type callRecords.networkInfo).
var network = []Column{
	{"bandwidth_low_event_ratio", KindFloat32, "bandwidthLowEventRatio", "fraction 0..1", "share of call in which low bandwidth/policy hurt sent audio"},
	{"basic_service_set_identifier", KindText, "basicServiceSetIdentifier", "string (BSSID)", "absent when the user turns off precise location"},
	{"connection_type", KindKeyword, "connectionType", "enum", "kind of link"},
	{"delay_event_ratio", KindFloat32, "delayEventRatio", "fraction 0..1", "share of call with delay bad enough to hinder two-way talk"},
	{"dns_suffix", KindKeyword, "dnsSuffix", "string", "DNS suffix of the adapter"},
	{"ip_address", KindText, "ipAddress", "string IPv4/IPv6; may be empty", "local address of the media endpoint"},
	{"link_speed", KindInt64, "linkSpeed", "bit/s", "adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services"},
	{"mac_address", KindText, "macAddress", "string, separators vary; may be empty", "may be absent or 02:00:00:00:00:00 for OS privacy"},
	{"network_transport_protocol", KindKeyword, "networkTransportProtocol", "enum", "udp/tcp"},
	{"port", KindInt32, "port", "port number", "local media port"},
	{"received_quality_event_ratio", KindFloat32, "receivedQualityEventRatio", "fraction 0..1", "share of call with network-caused poor received audio"},
	{"reflexive_ip_address", KindText, "reflexiveIPAddress", "string; may be empty", "public address as seen by the relay"},
	{"relay_ip_address", KindText, "relayIPAddress", "string; may be empty", "media relay address"},
	{"relay_port", KindInt32, "relayPort", "port number", "port on the relay"},
	{"sent_quality_event_ratio", KindFloat32, "sentQualityEventRatio", "fraction 0..1", "share of call with network-caused poor sent audio"},
	{"subnet", KindKeyword, "subnet", "string, network address without mask in samples", "subnet of the media endpoint"},
	{"wifi_band", KindKeyword, "wifiBand", "enum", "Wi-Fi band"},
	{"wifi_battery_charge", KindInt32, "wifiBatteryCharge", "percent 0..100", "battery estimate"},
	{"wifi_channel", KindInt32, "wifiChannel", "channel number", "Wi-Fi channel"},
	{"wifi_microsoft_driver", KindKeyword, "wifiMicrosoftDriver", "string, may be localized", "Microsoft Wi-Fi driver name"},
	{"wifi_microsoft_driver_version", KindKeyword, "wifiMicrosoftDriverVersion", "string", "its version"},
	{"wifi_radio_type", KindKeyword, "wifiRadioType", "enum", "802.11 flavour"},
	{"wifi_signal_strength", KindInt32, "wifiSignalStrength", "percent 0..100", "signal strength"},
	{"wifi_vendor_driver", KindKeyword, "wifiVendorDriver", "string, may be localized", "vendor Wi-Fi driver name"},
	{"wifi_vendor_driver_version", KindKeyword, "wifiVendorDriverVersion", "string", "its version"},
	{"trace_route_hop_counts", KindInt32s, "traceRouteHops[].hopCount", "", ""},
	{"trace_route_ip_addresses", KindTexts, "traceRouteHops[].ipAddress", "", ""},
	{"trace_route_round_trip_times_ms", KindDurations, "traceRouteHops[].roundTripTime", "ms", ""},
}
