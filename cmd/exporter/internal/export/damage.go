package export

import (
	"context"
	"fmt"

	"callrecords/cmd/exporter/internal/report"
)

// damage says loudly what the engine keeps quiet about: parts of the warehouse
// that it set aside, and months with fewer rows than the live loads declare.
func (x *Export) damage(ctx context.Context) error {
	found, err := x.Warehouse.Verify.Damage(ctx)
	if err != nil {
		return fmt.Errorf("the run is done, but the store was not looked at: %w", err)
	}
	for _, f := range found {
		x.Logger.ErrorContext(ctx, "the store is damaged", "kind", string(f.Kind), "detail", f.Detail)
	}
	if len(found) > 0 {
		return fmt.Errorf(
			"%w: the store is damaged in %d places, the first: %s; exporter verify names the records, "+
				"docs/verify.md says what to do",
			report.ErrPartial,
			len(found),
			found[0].Detail,
		)
	}
	return nil
}
