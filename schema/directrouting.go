package schema

// DirectRoutingCalls are the calls over the session border controllers of the tenant
// (Graph, resource type callRecords.directRoutingLogRow).
var DirectRoutingCalls = phoneLog("direct_routing_calls", "direct_routing_days",
	"One row per call, or attempt at one, over a session border controller.",
	[]string{"correlation_id", "user_id", "caller_number", "callee_number"},
	[]Column{
		{"callee_number", KindText, "calleeNumber", "E.164-like, masked in sample", "callee"},
		{"call_end_sub_reason", KindInt32, "callEndSubReason", "integer", "Microsoft subcode, e.g. 540000, 560484"},
		{"caller_number", KindText, "callerNumber", "E.164-like, masked in sample", "caller"},
		{"call_type", KindKeyword, "callType", "string", "e.g. ByotIn, ByotOut, ByotInUcap, ByotOutUserForwarding, ByotOutUserTransfer"},
		{"correlation_id", KindText, "correlationId", "GUID as string", "support correlation; reported usable as callRecord id in 2021"},
		{"duration", KindInt32, "duration", "seconds", "duration"},
		{"end_date_time", KindTime, "endDateTime", "UTC, 100 ns", "only established calls"},
		{"failure_date_time", KindTime, "failureDateTime", "UTC, 100 ns", "only failed calls"},
		{"final_sip_code", KindInt32, "finalSipCode", "SIP status or 0", "final code"},
		{"final_sip_code_phrase", KindKeyword, "finalSipCodePhrase", "string", "text"},
		{"id", KindText, "id", "GUID as string", "unique row id"},
		{"invite_date_time", KindTime, "inviteDateTime", "UTC, 100 ns", "initial invite"},
		{"media_bypass_enabled", KindBool, "mediaBypassEnabled", "boolean", "trunk bypass flag"},
		{"media_path_location", KindKeyword, "mediaPathLocation", "datacenter code", "media"},
		{"signaling_location", KindKeyword, "signalingLocation", "datacenter code", "signalling"},
		{"start_date_time", KindTime, "startDateTime", "UTC, 100 ns", "start; for failed calls can equal invite or failure"},
		{"successful_call", KindBool, "successfulCall", "boolean", "established or only an attempt"},
		{"trunk_fully_qualified_domain_name", KindKeyword, "trunkFullyQualifiedDomainName", "FQDN", "SBC"},
		{"user_display_name", KindText, "userDisplayName", "string", "name"},
		{"user_id", KindText, "userId", "GUID as string, null/empty for bot call types", "user"},
		{"user_principal_name", KindText, "userPrincipalName", "string", "UPN"},
	})
