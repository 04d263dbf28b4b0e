package schema

// endpoint is the caller or the callee of a session or a segment: a
// participantEndpoint or a serviceEndpoint with its identities, user agent and
// feedback (Graph, resource types callRecords.endpoint, userAgent, userFeedback).
var endpoint = join(
	[]Column{
		{"endpoint_type", Keyword, "@odata.type", "", "participantEndpoint, serviceEndpoint or endpoint"},
		{"name", Text, "name", "string", "device (host) name"},
		{"cpu_name", Keyword, "cpuName", "string", "CPU model"},
		{"cpu_cores_count", Int32, "cpuCoresCount", "count", "CPU cores"},
		{"cpu_processor_speed_in_mhz", Int32, "cpuProcessorSpeedInMhz", "MHz", "CPU clock"},
	},
	place("identity_", "identity.", identity("%side% (deprecated identity; fallback)")),
	place("associated_identity_", "associatedIdentity.", person),
	place("user_agent_", "userAgent.", []Column{
		{"type", Keyword, "@odata.type", "", "clientUserAgent, serviceUserAgent or empty"},
		{"application_version", Keyword, "applicationVersion", "", "client version"},
		{"header_value", Text, "headerValue", "", "raw user agent"},
		{"azure_ad_app_id", Text, "azureADAppId", "", "Entra app"},
		{"communication_service_id", Text, "communicationServiceId", "", "ACS resource"},
		{"platform", Keyword, "platform", "", "client platform"},
		{"product_family", Keyword, "productFamily", "", "product"},
		{"role", Keyword, "role", "", "service role"},
	}),
	place("feedback_", "feedback.", []Column{
		{"rating", Keyword, "rating", "", ""},
		{"text", Text, "text", "", ""},
		{"tokens", Flags, "tokens", "", "open object of booleans"},
	}),
)
