package analysis

import (
	"fmt"
	"strings"
)

// personKindSQL is what a person is to the tenant, by the names of the columns that hold the
// kind of the identity, the user principal name and the home tenant; person_id is the id.
// Visitors without an account come as guests or as users (Graph, callRecord identities).
func personKindSQL(kind, upn, home string) string {
	return fmt.Sprintf(`multiIf(
        %[1]s = 'phone', 'phone',
        %[1]s IN ('acsUser', 'azureCommunicationServicesUser', 'encrypted')
            OR person_id LIKE '%%teamsvisitor:%%', 'anonymous',
        %[1]s = 'guest' OR %[2]s ILIKE '%%#EXT#%%', 'guest',
        %[3]s NOT IN ('', tenant_id), 'federated',
        %[1]s = 'user', 'internal',
        'unknown')`, kind, upn, home)
}

// personIDSQL is the id of the person at an end of a session, by the prefix of its columns:
// the identity that is associated goes before that of the end itself.
func personIDSQL(end string) string {
	return strings.ReplaceAll(`multiIf(
    E_associated_identity_id != '', E_associated_identity_id,
    E_identity_id != '', E_identity_id,
    E_associated_identity_user_principal_name != '', E_associated_identity_user_principal_name,
    E_identity_user_principal_name != '', E_identity_user_principal_name,
    E_associated_identity_display_name != '', E_associated_identity_display_name,
    E_identity_display_name)`, "E_", end+"_")
}

// isPersonSQL is whether such an end is a person's.
func isPersonSQL(end string) string {
	return strings.ReplaceAll(`E_endpoint_type != 'serviceEndpoint'
        AND position(lower(E_identity_kind), 'application') = 0
        AND (E_endpoint_type = 'participantEndpoint' OR `, "E_", end+"_") +
		strings.ReplaceAll(personIDSQL(end), "\n", "\n        ") + ` != '')`
}

// personTextsSQL are what else is told of both identities of such an end, in the same order.
func personTextsSQL(end string) map[string]string {
	texts := map[string]string{}
	for name, column := range map[string]string{
		"person_name": "display_name", "user_principal_name": "user_principal_name", "tenant_of": "tenant_id",
	} {
		associated, own := end+"_associated_identity_"+column, end+"_identity_"+column
		texts[name] = fmt.Sprintf("if(%[1]s != '', %[1]s, %[2]s)", associated, own)
	}
	return texts
}
