package verify

import (
	"context"
	"errors"
	"fmt"

	"callrecords/load/commit"
)

// checkFacts counts what was computed ahead. What other rules would have is not known here.
func (v *Verifier) checkFacts(ctx context.Context) (found []Finding, err error) {
	gone, err := v.commits.FactsGone(ctx)
	if errors.Is(err, commit.ErrOtherRules) {
		return nil, nil
	}
	for _, g := range gone {
		found = append(found, Finding{Kind: FindingFactsMissing, Detail: fmt.Sprintf(
			"table %s: %d rows are kept, and the live loads have %d", g.Table, g.Kept, g.Want)})
	}
	return found, err
}

// forgetFacts has facts computed anew, where some tables are not right.
func (v *Verifier) forgetFacts(ctx context.Context, tables int) error {
	if tables == 0 {
		return nil
	}
	return v.commits.ForgetFacts(ctx)
}
