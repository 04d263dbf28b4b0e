package schema

// PstnCalls are the calls that Microsoft carried, or a carrier for it, with what they
// cost (Graph, resource type callRecords.pstnCallLogRow).
var PstnCalls = phoneLog("pstn_calls", "pstn_days",
	"One row per call over a calling plan or an operator.",
	[]string{"user_id", "caller_number", "callee_number"},
	[]Column{
		{"call_duration_source", KindKeyword, "callDurationSource", "enum", "who measured the duration"},
		{"callee_number", KindText, "calleeNumber", "E.164 string, may be masked", "callee number"},
		{"caller_number", KindText, "callerNumber", "E.164 string, may be masked", "caller number"},
		{"call_id", KindText, "callId", "string", "not guaranteed unique"},
		{"call_type", KindKeyword, "callType", "string", "e.g. user_in, ucap_in, oc_ucap_in"},
		{"charge", KindDecimal, "charge", "money in currency", "call charge"},
		{"conference_id", KindText, "conferenceId", "string", "audio conference id"},
		{"connection_charge", KindDecimal, "connectionCharge", "money in currency", "connection fee"},
		{"currency", KindKeyword, "currency", "ISO 4217", "currency"},
		{"destination_context", KindKeyword, "destinationContext", "string", "domestic/international"},
		{"destination_name", KindKeyword, "destinationName", "string", "country dialed"},
		{"duration", KindInt32, "duration", "seconds", "connected time"},
		{"end_date_time", KindTime, "endDateTime", "UTC, 100 ns", "end"},
		{"id", KindText, "id", "GUID as string", "unique row id"},
		{"inventory_type", KindKeyword, "inventoryType", "string, e.g. Subscriber", "number type"},
		{"license_capability", KindKeyword, "licenseCapability", "string, e.g. MCOPSTNU", "license"},
		{"operator", KindKeyword, "operator", "string", "carrier"},
		{"start_date_time", KindTime, "startDateTime", "UTC, 100 ns", "start"},
		{"tenant_country_code", KindKeyword, "tenantCountryCode", "ISO 3166-1 alpha-2", "tenant country"},
		{"usage_country_code", KindKeyword, "usageCountryCode", "ISO 3166-1 alpha-2", "user country"},
		{"user_display_name", KindText, "userDisplayName", "string", "name"},
		{"user_id", KindText, "userId", "GUID as string, null/empty for bot call types", "user"},
		{"user_principal_name", KindText, "userPrincipalName", "string", "UPN"},
	})
