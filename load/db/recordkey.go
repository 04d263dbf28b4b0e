package db

import (
	"cmp"
	"strings"
)

// RecordKey names a record among all tenants.
type RecordKey struct{ TenantID, RecordID string }

// Compare orders records by tenant and id.
func (k RecordKey) Compare(other RecordKey) int {
	return cmp.Or(strings.Compare(k.TenantID, other.TenantID), strings.Compare(k.RecordID, other.RecordID))
}
