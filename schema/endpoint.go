package schema

// endpoint is the caller or the callee of a session or a segment: a
// participantEndpoint or a serviceEndpoint with its identities, user agent and
// feedback (Graph, resource types callRecords.endpoint, userAgent, userFeedback).
var endpoint = join(
	[]Column{
		{"endpoint_type", KindKeyword, "@odata.type", "", "participantEndpoint, serviceEndpoint or endpoint"},
		{"name", KindText, "name", "string", "device (host) name"},
		{"cpu_name", KindKeyword, "cpuName", "string", "CPU model"},
		{"cpu_cores_count", KindInt32, "cpuCoresCount", "count", "CPU cores"},
		{"cpu_processor_speed_in_mhz", KindInt32, "cpuProcessorSpeedInMhz", "MHz", "CPU clock"},
	},
	place("identity_", "identity.", identity("%side% (deprecated identity; fallback)")),
	place("associated_identity_", "associatedIdentity.", person),
	place("user_agent_", "userAgent.", []Column{
		{"type", KindKeyword, "@odata.type", "", "clientUserAgent, serviceUserAgent or empty"},
		{"application_version", KindKeyword, "applicationVersion", "", "client version"},
		{"header_value", KindText, "headerValue", "", "raw user agent"},
		{"azure_ad_app_id", KindText, "azureADAppId", "", "Entra app"},
		{"communication_service_id", KindText, "communicationServiceId", "", "ACS resource"},
		{"platform", KindKeyword, "platform", "", "client platform"},
		{"product_family", KindKeyword, "productFamily", "", "product"},
		{"role", KindKeyword, "role", "", "service role"},
	}),
	place("feedback_", "feedback.", []Column{
		{"rating", KindKeyword, "rating", "", ""},
		{"text", KindText, "text", "", ""},
		{"tokens", KindBools, "tokens", "", "open object of booleans"},
	}),
)
