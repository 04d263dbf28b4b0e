package analysis

import "fmt"

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
