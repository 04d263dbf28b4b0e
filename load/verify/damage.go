package verify

import (
	"context"

	"callrecords/load/damage"
)

// Damage is what a run looks for: [damage.Look], as findings.
func (v *Verifier) Damage(ctx context.Context) ([]Finding, error) {
	return findingsOf(damage.Look(ctx, v.db))
}

// damaged is the part of it that no other check sees, and the values when asked.
func (v *Verifier) damaged(ctx context.Context, values bool) ([]Finding, error) {
	found, err := findingsOf(damage.Detached(ctx, v.db))
	if err != nil || !values {
		return found, err
	}
	more, err := findingsOf(damage.Values(ctx, v.db))
	return append(found, more...), err
}

func findingsOf(all []damage.Damage, err error) ([]Finding, error) {
	var found []Finding
	for _, d := range all {
		found = append(found, Finding{Kind: FindingKind(d.Kind), TenantID: d.TenantID, Detail: d.Detail})
	}
	return found, err
}
