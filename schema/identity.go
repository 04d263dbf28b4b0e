package schema

// person is one identity as it is on the wire: tenantId and
// userPrincipalName are sent although graph.identity does not declare them.
// Ids are not always GUIDs (guests, phones), so they stay text.
var person = []Column{
	{"id", KindText, "id", "", ""},
	{"display_name", KindText, "displayName", "", ""},
	{"tenant_id", KindKeyword, "tenantId", "", ""},
	{"user_principal_name", KindText, "userPrincipalName", "", ""},
}

// identity is an identitySet, an open map of which one key is filled in: the
// key, and the person under it. Whose it is goes into the meaning.
func identity(whose string) []Column {
	kind := Column{"kind", KindKeyword, SourceIdentityKind, "", whose + ": user, phone, guest, acsUser, ... as on the wire"}
	return append([]Column{kind}, place("", SourceIdentity+".", person)...)
}

// communicationsIdentity is the newer form of an identitySet, which also says
// through what kind of endpoint the person came, beside the administrative
// units (Graph, resource type callRecords.participant).
func communicationsIdentity(name, path, units, whose string) []Column {
	return join(
		place(name, path+"identity.", identity(whose)),
		[]Column{
			{name + "endpoint_type", KindKeyword, path + "identity.endpointType", "", ""},
			{units, KindTexts, path + "administrativeUnitInfos[].id", "", ""},
		},
	)
}
